import { valid } from "semver";
import type { AuthMethod } from "../analysis/connection/auth-method";
import { type ConnectedGateway, connectedGatewaysOf } from "../analysis/connection/connected-gateway";
import type { GatewayImage } from "../gateway/model/image";
import { imageText } from "../gateway/model/image-reference";
import { findLabel } from "../gateway/model/labels";
import { readToken } from "../gateway/model/token";
import { complete, toResource } from "../pulumi/resource";
import { Stack } from "../pulumi/resource-set";
import { judgeImage, type SupportWindow, supportWindow, type Verdict } from "../support/window";
import { type Resource, urnOf } from "./analyzer/resources";

/** What is known of a gateway, for a page about many; nothing in it is a secret. */
export interface FleetGateway {
  urn: string;
  /** What runs it: `Deployment`, `Container App`. */
  host: string;
  namespace: string | undefined;
  image: string | undefined;
  /** The image's minor: `2.13`. */
  minor: string | undefined;
  support: Verdict["kind"] | "unknown";
  /** The day on which an unsupported image left the window. */
  left: string | undefined;
  auth: "workloadIdentity" | "azureAdApp" | "token" | "none" | "unknown";
  /** When its token expires, in milliseconds since 1970. */
  expires: number | undefined;
  owner: string | undefined;
}

/** The gateways of a run, and the releases that Microsoft supports. */
export interface Fleet {
  gateways: FleetGateway[];
  window: SupportWindow;
}

/** Reads the gateways of each stack with the model that the policies use. */
export function readFleet(
  stacks: readonly (readonly Resource[])[],
  latestVersion: string | undefined,
): Fleet {
  const window = supportWindow(latestVersion && valid(latestVersion) ? latestVersion : undefined);
  const gateways = stacks.flatMap((resources) =>
    connectedGatewaysOf(toStack(resources)).map((gateway) => toFleetGateway(gateway, window)),
  );
  return { gateways, window };
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
      return toResource(args, complete(props, outputs), undefined, props);
    }),
  );
}

function toFleetGateway({ gateway, method }: ConnectedGateway, window: SupportWindow): FleetGateway {
  const owner = findLabel(gateway.labels, "owner")?.text?.trim();
  return {
    urn: gateway.resource.urn,
    host: gateway.host,
    namespace: gateway.namespace?.text,
    ...describeImage(gateway.image, window),
    auth: describeMethod(method),
    expires: expiryOf(method),
    owner: owner === "" ? undefined : owner,
  };
}

function describeImage(image: GatewayImage, window: SupportWindow) {
  if (image.kind !== "known")
    return { image: undefined, minor: undefined, support: "unknown" as const, left: undefined };
  const { reference } = image;
  const verdict = judgeImage({ tag: reference.tag, digest: reference.digest }, window);
  return {
    image: imageText(reference),
    minor: /^\d+\.\d+/.exec(reference.tag ?? "")?.[0],
    support: verdict.kind,
    left: verdict.kind === "outside" ? verdict.left : undefined,
  };
}

function describeMethod(method: AuthMethod): FleetGateway["auth"] {
  if (method.kind === "entra") return method.mode;
  if (method.kind === "token" || method.kind === "keyless") return "token";
  return method.kind === "none" ? "none" : "unknown";
}

/** The first day on which a token that is known expires. */
function expiryOf(method: AuthMethod): number | undefined {
  if (method.kind !== "token") return undefined;
  const days = method.settings.flatMap(({ value }) => readToken(value?.text ?? "").token?.expires ?? []);
  return days.sort((one, other) => one - other)[0];
}
