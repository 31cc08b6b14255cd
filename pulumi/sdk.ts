/**
 * The seam to the SDK: every use of what @pulumi/policy does not document is in this file, and test/pulumi/sdk.test.ts
 * has a contract test for each. Sources: server.js, deserialize.js, proxy.js and policy.js of @pulumi/policy 1.21.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

type Sdk = typeof import("@pulumi/policy");
type Messages = typeof import("@pulumi/pulumi/proto/analyzer_pb");

/**
 * Loads modules of the SDK that runs the policies. A pack that includes these policies can have another copy of
 * @pulumi/policy than this package. The SDK requires that the process runs in the pack's folder. Source: policy.js.
 */
const sdk = createRequire(
  resolved(createRequire(join(process.cwd(), "package.json"))) ?? require.resolve("@pulumi/policy"),
);
const { Secret }: Pick<Sdk, "Secret"> = sdk("./index.js");
// Version 1.20 does not export it from its index.
const { UnknownValueError }: Pick<Sdk, "UnknownValueError"> = sdk("./proxy.js");

function resolved(from: NodeJS.Require): string | undefined {
  try {
    return from.resolve("@pulumi/policy");
  } catch {
    return undefined;
  }
}

/**
 * The engine's placeholders for values that are unknown before the update, one per type.
 * Source: proxy.js.
 */
export const unknownSentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The placeholder of `pulumi policy analyze` for a secret that it can't decrypt. */
export const encryptedSecret = "[secret]";

/** The value inside a secret. The SDK wraps secrets only in a remediation. */
export function unwrapped(raw: unknown): unknown {
  return raw instanceof Secret ? raw.value : raw;
}

/**
 * The properties as plain data. The SDK's proxy throws when an unknown property is read, but not when its descriptor
 * is.
 */
export function plainProps(props: object): Record<string, unknown> {
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(props))) {
    plain[key] = descriptor.value;
  }
  return plain;
}

/**
 * The text of a string asset, which the SDK passes as a promise. A promise can't be awaited through the SDK's proxy.
 */
export function promisedText(asset: object): Promise<unknown> | undefined {
  const text: unknown = Object.getOwnPropertyDescriptor(asset, "text")?.value;
  return text instanceof Promise ? text : undefined;
}

/** A violation with its own level and without the policy's description as a prefix. */
export interface Violation {
  readonly message: string;
  readonly urn?: string | undefined;
  readonly enforcementLevel?: EnforcementLevel;
}

/**
 * The type of `reportViolation` declares a string, but at run time it accepts this object. Source: server.js,
 * makeReportViolationFun.
 */
export function report(reportViolation: ReportViolation, violation: Violation): void {
  (reportViolation as unknown as (violation: Violation) => void)(violation);
}

/** Whether an error is the SDK's own signal for an unknown value, which the SDK reports as an advisory. */
export function isUnknownSignal(error: unknown): boolean {
  return error instanceof UnknownValueError;
}

/**
 * Reports to the SDK that a policy doesn't apply. The SDK throws for this; the stack trace, which isn't read, is a large
 * part of the cost.
 */
export function notApplicable(args: { notApplicable(reason?: string): void }, reason: string): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    args.notApplicable(reason);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Lets the SDK skip a policy's function while `type` is a type that no resource in the request has. Otherwise the SDK
 * copies the properties of the resource, or of the whole stack, for each policy. Source: policy.js, getPulumiType.
 */
export function skipWhile(validate: object, type: () => string | undefined): void {
  Object.defineProperty(validate, "__pulumiType", { get: type });
}

/** One Analyze or Remediate of the engine: one resource for all resource policies. */
export interface ResourceRequest {
  readonly kind: "resource";
  readonly urn: string;
  readonly type: string;
  /** Shows no properties to the policies that run from now on: the SDK copies the properties for each. */
  hide(): void;
}

/** One AnalyzeStack of the engine: the resources of a stack for all stack policies. */
export interface StackRequest {
  readonly kind: "stack";
  readonly resources: readonly { readonly urn: string; readonly type: string }[];
  /**
   * Shows only resources of these types to the policies that run from now on: the SDK copies the resources for each.
   */
  show(types: (type: string) => boolean): void;
}

const requests = new AsyncLocalStorage<ResourceRequest | StackRequest>();
const beginnings: ((request: ResourceRequest | StackRequest) => void)[] = [];

/**
 * The current request, the same object for every policy that runs in it. Undefined if the SDK's messages can't be
 * found; then nothing is skipped or shared.
 */
export function currentRequest(): ResourceRequest | StackRequest | undefined {
  return requests.getStore();
}

/** Calls `begin` when the SDK begins a request, before the first policy runs. */
export function onRequest(begin: (request: ResourceRequest | StackRequest) => void): void {
  beginnings.push(begin);
}

/**
 * The SDK doesn't expose the request to its policies. It reads the request's type, or list of resources, once and
 * before anything else. From then on, asynchronous context gives the request to all code that it runs.
 */
function observeRequests(): void {
  const messages = sdkMessages();
  if (!messages) return;
  const { AnalyzeRequest, AnalyzeStackRequest } = messages;
  const { getType } = AnalyzeRequest.prototype;
  AnalyzeRequest.prototype.getType = function () {
    const type = getType.call(this);
    const hide = () => {
      this.getProperties = () => noProperties;
    };
    begin({ kind: "resource", urn: this.getUrn(), type, hide });
    return type;
  };
  const { getResourcesList } = AnalyzeStackRequest.prototype;
  AnalyzeStackRequest.prototype.getResourcesList = function () {
    // A separate list, which the SDK iterates for each policy.
    const shown = [...getResourcesList.call(this)];
    begin({
      kind: "stack",
      resources: shown.map((resource) => ({ urn: resource.getUrn(), type: resource.getType() })),
      show(types) {
        const left = shown.filter((resource) => types(resource.getType()));
        shown.length = 0;
        for (const resource of left) shown.push(resource);
      },
    });
    return shown;
  };
}

/** The part of a resource's properties that the SDK uses. Source: deserialize.js. */
const noProperties = { toJavaScript: () => ({}) } as unknown as Struct;

function begin(request: ResourceRequest | StackRequest): void {
  requests.enterWith(request);
  for (const each of beginnings) each(request);
}

/** The messages of the @pulumi/pulumi that @pulumi/policy uses, which may be another copy than the pack's. */
function sdkMessages(): Messages | undefined {
  try {
    return sdk("@pulumi/pulumi/proto/analyzer_pb");
  } catch {
    return undefined;
  }
}

observeRequests();
