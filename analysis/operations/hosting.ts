import type { Gateway } from "../../gateway/model/gateway";
import type { GatewayImage } from "../../gateway/model/image";
import { settingName } from "../../gateway/model/setting-names";
import { resolveSettings } from "../../gateway/model/settings";
import type { Hosting } from "../../gateway/model/workload";
import { readCount, readQuantity } from "../../kubernetes/quantity";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { isTrue } from "../../pulumi/value";
import { production } from "../../support/production";

/** The default of Kubernetes and Container Apps, in seconds. */
const standardGracePeriod = 30;

/** Where privilege escalation is ruled out, if it is: a privileged container always has it. */
export function mayEscalate({ privileged, privilegeEscalation }: Hosting): Value | undefined {
  return privileged && isTrue(privileged) ? undefined : privilegeEscalation;
}

/**
 * Whether Kubernetes accepts the container without privilege escalation; it rejects a privileged one, and one with this
 * capability.
 */
export function canRuleEscalationOut({ privileged, capabilities }: Hosting): boolean {
  if (privileged?.unknown || capabilities?.unknown) return false;
  return !capabilities?.items.some((item) => item.unknown || /^(CAP_)?SYS_ADMIN$/.test(item.text ?? ""));
}

/** Whether an amount is written that no host reads. */
export function isUnreadableAmount(value: Value): boolean {
  return readQuantity(value).kind === "unreadable";
}

/** Whether a request is as good as none: left out, or nothing. */
export function isNoRequest(value: Value): boolean {
  const read = readQuantity(value);
  return read.kind === "absent" || (read.kind === "number" && read.number <= 0);
}

/** Whether an amount is requested, but less than so many cores or bytes. */
export function isBelow(value: Value, least: number, unit = 1): boolean {
  const read = readQuantity(value);
  return read.kind === "number" && read.number > 0 && read.number * unit < least;
}

/** Whether a path that is written is not one of the two at which a gateway answers. Without one the root is asked. */
export function isWrongStatusPath(path: Value): boolean {
  const text = path.string?.replace(/[?#].*$/, "").replace(/^(?!\/)/, "/");
  return !path.unknown && !(text !== undefined && production.statusPaths.includes(text));
}

/** A grace period that is too short: left out, so that the host's own counts, unreadable, or a number of seconds. */
export type ShortGracePeriod =
  | { readonly kind: "unset" | "short"; readonly seconds: number }
  | { readonly kind: "unreadable" };

/** Undefined if the grace period is long enough or unknown. */
export function shortGracePeriod(value: Value): ShortGracePeriod | undefined {
  const read = readCount(value);
  if (read.kind === "absent") return { kind: "unset", seconds: standardGracePeriod };
  if (read.kind === "unreadable") return { kind: "unreadable" };
  if (read.kind === "unknown" || read.number >= production.gracePeriodSeconds) return undefined;
  return { kind: "short", seconds: read.number };
}

/**
 * The user that has to write the local certificate authority, or, while it is unknown, the setting that decides whether
 * there is one. Undefined where the image's own user does, or where the workload itself does not ask for one.
 */
export function certificateWriter(gateway: Gateway, around: ResourceSet): Value | undefined {
  const { hosting, resource, settings } = gateway;
  const user = hosting?.user;
  if (!user || user.absent) return undefined;
  const setting = resolveSettings(settings, resource, around).found.get(settingName.localCa);
  if (setting?.source.kind !== "literal" || !setting.value) return undefined;
  if (setting.value.unknown) return cannotWriteCertificates(user) ? setting.value : undefined;
  return isTrue(setting.value) ? user : undefined;
}

/** Whether the local certificate authority cannot be written by this user: it needs root or the image's own. */
export function cannotWriteCertificates(user: Value): boolean {
  const read = readCount(user);
  return read.kind === "number" && read.number !== 0 && read.number !== production.user;
}

/** The version of an image that was made before there were images for ARM, or undefined. */
export function versionWithoutArm(image: GatewayImage): string | undefined {
  if (image.kind !== "known") return undefined;
  const [, version] = /^v?(\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.])/.exec(image.reference.tag ?? "") ?? [];
  if (version === undefined) return undefined;
  const [first = 0, second = Number.POSITIVE_INFINITY] = version.split(".").map(Number);
  const [major = 0, minor = 0] = production.armSince.split(".").map(Number);
  return first < major || (first === major && second < minor) ? version : undefined;
}
