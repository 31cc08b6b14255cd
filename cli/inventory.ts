import { valid } from "semver";
import type { AuthMethod } from "../analysis/connection/auth-method";
import { type ConnectedGateway, connectedGatewaysOf } from "../analysis/connection/connected-gateway";
import { endOf, readAppCredential, usersOf } from "../analysis/sign-in/app-credential";
import type { GatewayImage } from "../gateway/model/image";
import { imageText } from "../gateway/model/image-reference";
import { findLabel } from "../gateway/model/labels";
import { readToken } from "../gateway/model/token";
import { addTo } from "../pulumi/group";
import { isRecord } from "../pulumi/plain";
import { complete, toResource } from "../pulumi/resource";
import { Stack } from "../pulumi/resource-set";
import { minorReleased } from "../support/releases";
import {
  judgeImage,
  type SupportWindow,
  supportedMinors,
  supportWindow,
  type Verdict,
} from "../support/window";
import { type Props, type Resource, secretSignature, signature, urnOf } from "./analyzer/resources";

/** Facts about a gateway for the fleet page, without secrets. */
export interface FleetGateway {
  urn: string;
  /** Its host: `Deployment`, `Container App`. */
  host: string;
  namespace: string | undefined;
  image: string | undefined;
  /** The image's minor, if it is a release: `2.13`. */
  minor: string | undefined;
  support: Verdict["kind"] | "unknown";
  /** The day on which an unsupported image left the window. */
  left: string | undefined;
  auth: "workloadIdentity" | "azureAdApp" | "token" | "none" | "unknown";
  /** Its credentials with their expiration, soonest first. Credentials outside the input are left out. */
  credentials: Credential[];
  owner: string | undefined;
  /** Whether its host has labels or tags for an owner. */
  hasLabels: boolean;
}

/** A token, or a secret or certificate of an Entra application. */
export interface Credential {
  kind: "token" | "password" | "certificate";
  /** In milliseconds since 1970. */
  expires: number;
}

/** A minor of the image. */
export interface Minor {
  name: string;
  supported: boolean;
  /** The first day on which it certainly existed. */
  released: string | undefined;
  /** The day on which it left the window. */
  left: string | undefined;
  /** The minor whose release ends its support. */
  endsWith: string | undefined;
  /** Whether that is the next minor. */
  isNext: boolean;
}

/** The gateways of a run, the minors that they run, and the ones that Microsoft supports. */
export interface Fleet {
  gateways: FleetGateway[];
  /** Newest first. */
  minors: Minor[];
  window: SupportWindow;
}

/** Reads the gateways of each stack with the policies' model. */
export function readFleet(
  stacks: readonly (readonly Resource[])[],
  latestVersion: string | undefined,
): Fleet {
  const window = supportWindow(latestVersion && valid(latestVersion) ? latestVersion : undefined);
  const gateways = stacks.flatMap((resources) => {
    const stack = toStack(resources);
    const credentials = appCredentialsOf(stack);
    return connectedGatewaysOf(stack).map((gateway) => toFleetGateway(gateway, window, credentials));
  });
  const names = new Set([...window.minors, ...gateways.flatMap(({ minor }) => minor ?? [])]);
  const minors = [...names].sort((one, other) => compareMinors(other, one));
  return { gateways, minors: minors.map((name) => toMinor(name, window)), window };
}

function compareMinors(one: string, other: string): number {
  const [ones, others] = [one, other].map((minor) => minor.split(".").map(Number));
  return (ones?.[0] ?? 0) - (others?.[0] ?? 0) || (ones?.[1] ?? 0) - (others?.[1] ?? 0);
}

function toMinor(name: string, window: SupportWindow): Minor {
  const [major = 0, minor = 0] = name.split(".").map(Number);
  const supported = window.minors.includes(name);
  const verdict = judgeImage({ tag: `${name}.0`, digest: undefined }, window);
  return {
    ...{ name, supported },
    released: minorReleased(name),
    left: verdict.kind === "outside" ? verdict.left : undefined,
    isNext: name === window.minors.at(-1),
    endsWith: supported ? `${major}.${minor + supportedMinors}` : undefined,
  };
}

/** The secrets and certificates of Entra applications, by the URN of each gateway that uses them. */
function appCredentialsOf(stack: Stack): Map<string, Credential[]> {
  const byGateway = new Map<string, Credential[]>();
  for (const resource of stack) {
    const credential = readAppCredential(resource, stack);
    if (!credential) continue;
    const end = endOf(credential);
    if (end.kind !== "at") continue;
    for (const { gateway } of usersOf(credential, stack))
      addTo(byGateway, gateway.resource.urn, { kind: credential.kind, expires: end.time });
  }
  return byGateway;
}

function toStack(resources: readonly Resource[]): Stack {
  return new Stack(() =>
    resources.map(({ type, props, outputs, opts = {}, ...resource }) => {
      const urn = urnOf({ type, props, ...resource });
      const name = urn.slice(urn.lastIndexOf("::") + 2);
      const { protect = false, ignoreChanges = [], aliases = [], additionalSecretOutputs = [] } = opts;
      const options = {
        ...{ protect, ignoreChanges, aliases, additionalSecretOutputs },
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      };
      const args = { urn, name, type, opts: options, provider: undefined };
      const [inputs, state] = [revealed(props) as Props, revealed(outputs)];
      return toResource(args, complete(inputs, state), undefined, inputs);
    }),
  );
}

/** The properties as the policies see them, without markers of secrets. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isRecord(value)) return value;
  if (value[signature] === secretSignature) return revealed(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}

function toFleetGateway(
  { gateway, method }: ConnectedGateway,
  window: SupportWindow,
  appCredentials: ReadonlyMap<string, Credential[]>,
): FleetGateway {
  const credentials = [...tokensOf(method), ...(appCredentials.get(gateway.resource.urn) ?? [])];
  const owners = ["owner", "hosting-owner"].map((key) => findLabel(gateway.labels, key)?.text?.trim());
  return {
    urn: gateway.resource.urn,
    host: gateway.host,
    namespace: gateway.namespace?.text,
    ...describeImage(gateway.image, window),
    auth: describeMethod(method),
    credentials: credentials.sort((one, other) => one.expires - other.expires),
    owner: owners.find(Boolean),
    hasLabels: gateway.labels.length > 0,
  };
}

function describeImage(image: GatewayImage, window: SupportWindow) {
  if (image.kind !== "known")
    return { image: undefined, minor: undefined, support: "unknown" as const, left: undefined };
  const { reference } = image;
  const verdict = judgeImage({ tag: reference.tag, digest: reference.digest }, window);
  const minor = /^v?(\d+\.\d+)/.exec(reference.tag ?? "")?.[1];
  return {
    image: imageText(reference).replace(/^mcr\.microsoft\.com\/azure-api-management\//, ""),
    minor: verdict.kind === "prerelease" || verdict.kind === "unversioned" ? undefined : minor,
    support: verdict.kind,
    left: verdict.kind === "outside" ? verdict.left : undefined,
  };
}

function describeMethod(method: AuthMethod): FleetGateway["auth"] {
  if (method.kind === "entra") return method.mode;
  if (method.kind === "token" || method.kind === "keyless") return "token";
  return method.kind === "none" ? "none" : "unknown";
}

function tokensOf(method: AuthMethod): Credential[] {
  if (method.kind !== "token") return [];
  return method.settings.flatMap(({ value }) => {
    const { token } = readToken(value?.text ?? "");
    return token ? [{ kind: "token" as const, expires: token.expires }] : [];
  });
}
