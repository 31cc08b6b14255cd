import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Props, type Reference, type Resource, rootStack, urnOf } from "./resources";

const names = { organization: "organization", project: "test", stack: "dev" };

/** The environment variables that the engine sets for a pack. */
export function stackEnvironment(dryRun: boolean): Record<string, string> {
  const variables = Object.entries({ ...names, dry_run: `${dryRun}` });
  // Packs of Node.js read the second spelling; the engine sets both.
  const both = variables.flatMap(([name, value]) =>
    ["PULUMI", "PULUMI_NODEJS"].map((prefix) => [`${prefix}_${name.toUpperCase()}`, value]),
  );
  return Object.fromEntries(both);
}

/** The request of ConfigureStack. */
export function configureStackRequest(
  dryRun: boolean,
  tags: Record<string, string>,
): AnalyzerStackConfigureRequest {
  const { organization, project, stack } = names;
  const request = new AnalyzerStackConfigureRequest();
  request.setOrganization(organization).setProject(project).setStack(stack).setDryRun(dryRun);
  for (const [tag, value] of Object.entries(tags)) request.getTagsMap().set(tag, value);
  return request;
}

/** The request of Analyze and Remediate. As in the engine, only a remediation gets internal keys (`__defaults`). */
export function analyzeRequest(
  resource: Resource,
  purpose: "analyze" | "remediate" = "analyze",
): AnalyzeRequest {
  const request = new AnalyzeRequest();
  describe(request, resource, toStruct(resource.props, purpose === "remediate"));
  return request;
}

/** The request of AnalyzeStack: outputs instead of inputs, parents and dependencies. */
export function analyzeStackRequest(resources: readonly Resource[]): AnalyzeStackRequest {
  return new AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
}

/** Properties as the engine sends them: without undefined values and, unless kept, without internal keys. */
export function toStruct(props: Props, keepInternal = false): Struct {
  return Struct.fromJavaScript(clean(props, keepInternal) as Record<string, JavaScriptValue>);
}

function clean(value: unknown, keepInternal: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => clean(item ?? null, keepInternal));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, item]) => item !== undefined && (keepInternal || !key.startsWith("__")))
    .map(([key, item]) => [key, clean(item, keepInternal)]);
  return Object.fromEntries(entries);
}

function stackResource(resource: Resource): AnalyzerResource {
  const message = new AnalyzerResource();
  describe(message, resource, toStruct(resource.outputs ?? resource.props));
  message.setParent(parentOf(resource));
  message.setDependenciesList((resource.dependencies ?? []).map(urnOf));
  for (const [property, dependencies] of Object.entries(resource.propertyDependencies ?? {})) {
    const urns = new AnalyzerPropertyDependencies().setUrnsList(dependencies.map(urnOf));
    message.getPropertydependenciesMap().set(property, urns);
  }
  return message;
}

function describe(message: AnalyzeRequest | AnalyzerResource, resource: Resource, properties: Struct): void {
  const urn = urnOf(resource);
  message.setType(resource.type);
  message.setUrn(urn);
  message.setName(nameIn(urn));
  message.setProperties(properties);
  message.setOptions(options(resource));
  if (resource.provider) message.setProvider(provider(resource.provider));
}

function options({ opts = {}, ...resource }: Resource): AnalyzerResourceOptions {
  return new AnalyzerResourceOptions()
    .setProtect(opts.protect ?? false)
    .setIgnorechangesList(opts.ignoreChanges ?? [])
    .setDeletebeforereplace(opts.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(opts.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList(opts.additionalSecretOutputs ?? [])
    .setAliasesList(opts.aliases ?? [])
    .setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts())
    .setParent(parentOf(resource));
}

function provider(resource: Resource): AnalyzerProviderResource {
  const urn = urnOf(resource);
  return new AnalyzerProviderResource()
    .setType(resource.type)
    .setUrn(urn)
    .setName(nameIn(urn))
    .setProperties(toStruct(resource.props));
}

/** The default parent is the stack, except for the stack itself and for providers. */
function parentOf({ type, parent }: { type: string; parent?: Reference }): string {
  return parent !== undefined ? urnOf(parent) : type.startsWith("pulumi:") ? "" : rootStack;
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>`; the name may contain "::". */
function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
