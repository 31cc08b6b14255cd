import { createHash, randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  type DiffRequest,
  DiffResponse,
  InvokeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { serve, unary } from "../serve";
import { type Checked, type Provider, resourceOf } from "./provider";
import { type Properties, plain } from "./wire";

/** Serves a provider of the sandbox. The provider stores nothing: only the stack's state contains the resources. */
export function serveProvider(provider: Provider): Promise<void> {
  const server: Partial<IResourceProviderServer> = {
    getPluginInfo: unary(() => new PluginInfo().setVersion(provider.version)),
    checkConfig: unary((request) => new CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary((request) => {
      provider.configure(plain(fromStruct(request.getArgs())) as Properties);
      return new ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true).setSupportspreview(true);
    }),
    check: unary((request) => {
      const { inputs, failures = [] } = check(provider, request);
      return new CheckResponse()
        .setInputs(toStruct(inputs))
        .setFailuresList(
          failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
        );
    }),
    diff: unary((request) => diff(provider, request)),
    create: unary((request) => {
      const resource = resourceOf(request.getUrn());
      const inputs = fromStruct(request.getProperties());
      const id = request.getPreview() ? undefined : provider.id(resource, inputs);
      return new CreateResponse()
        .setId(id ?? "")
        .setProperties(toStruct(provider.outputs(resource, inputs, id)));
    }),
    update: unary((request) => {
      const id = request.getPreview() ? undefined : request.getId();
      const outputs = provider.outputs(resourceOf(request.getUrn()), fromStruct(request.getNews()), id);
      return new UpdateResponse().setProperties(toStruct(outputs));
    }),
    read: unary((request) =>
      new ReadResponse()
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs()),
    ),
    delete: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    invoke: unary(async (request) => {
      const token = request.getTok();
      if (!provider.invoke) throw new Error(`the sandbox doesn't support the function ${token}`);
      const result = await provider.invoke(token, plain(fromStruct(request.getArgs())) as Properties);
      return new InvokeResponse().setReturn(toStruct(result));
    }),
    construct: unary((request) => {
      if (!provider.construct)
        throw new Error(`the sandbox doesn't support the component ${request.getType()}`);
      return provider.construct(request);
    }),
  };
  for (const name of [
    "handshake",
    "attach",
    "getSchema",
    "parameterize",
    "call",
    "getMapping",
    "getMappings",
  ])
    server[name] = unimplemented;
  return serve(ResourceProviderService, server as IResourceProviderServer);
}

function check(provider: Provider, request: CheckRequest): Checked {
  // The engine sends the same seed in a preview and in the update that follows its plan, so names stay the same.
  const seed = Buffer.from(request.getRandomseed_asU8());
  const suffix = createHash("sha256")
    .update(seed.length > 0 ? seed : randomBytes(16))
    .update(request.getUrn())
    .digest("hex");
  const [news, olds] = [request.getNews(), request.getOlds()].map(fromStruct) as [Properties, Properties];
  return provider.check(resourceOf(request.getUrn()), news, olds, suffix);
}

function diff(provider: Provider, request: DiffRequest): DiffResponse {
  const resource = resourceOf(request.getUrn());
  const olds = plain(fromStruct(request.getOldInputs())) as Properties;
  const news = plain(fromStruct(request.getNews())) as Properties;
  const changed = Object.keys({ ...olds, ...news }).filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  return new DiffResponse()
    .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changed)
    .setReplacesList(changed.filter((key) => provider.replaces(resource, key, olds, news)));
}

/** Returns the properties in a field of a message. Empty if the field is missing. */
export function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/**
 * Returns properties as a field of a message. Properties that are `undefined` are removed, because messages can't
 * contain them.
 */
export function toStruct(properties: Properties): Struct {
  const defined = JSON.parse(JSON.stringify(properties)) as { [key: string]: JavaScriptValue };
  return Struct.fromJavaScript(defined);
}

const unimplemented: handleUnaryCall<unknown, never> = (_call, callback) =>
  callback({ code: 12, details: "not supported by the sandbox" });
