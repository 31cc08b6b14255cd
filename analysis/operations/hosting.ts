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

/** The property that disables privilege escalation, if one does: a privileged container always has it. */
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

/** Whether an amount is set that no host can parse. */
export function isUnreadableAmount(value: Value): boolean {
  return readQuantity(value).kind === "unreadable";
}

/** Whether a request is missing or zero. */
export function isNoRequest(value: Value): boolean {
  const read = readQuantity(value);
  return read.kind === "absent" || (read.kind === "number" && read.number <= 0);
}

/** Whether an amount is requested, but less than a number of cores or bytes. */
export function isBelow(value: Value, least: number, unit = 1): boolean {
  const read = readQuantity(value);
  return read.kind === "number" && read.number > 0 && read.number * unit < least;
}

/** Whether a path is set that isn't one of the gateway's two. Without a path, the probe uses the root. */
export function isWrongStatusPath(path: Value): boolean {
  const text = path.string?.replace(/[?#].*$/, "").replace(/^(?!\/)/, "/");
  return !path.unknown && !(text !== undefined && production.statusPaths.includes(text));
}

/** A grace period that is too short: omitted, so the host's default applies, invalid, or a number of seconds. */
export type ShortGracePeriod =
  | { readonly kind: "unset" | "short"; readonly seconds: number }
  | { readonly kind: "unreadable" };

/** The grace period, if it is too short; undefined if it is long enough or unknown. */
export function shortGracePeriod(value: Value): ShortGracePeriod | undefined {
  const read = readCount(value);
  if (read.kind === "absent") return { kind: "unset", seconds: standardGracePeriod };
  if (read.kind === "unreadable") return { kind: "unreadable" };
  if (read.kind === "unknown" || read.number >= production.gracePeriodSeconds) return undefined;
  return { kind: "short", seconds: read.number };
}

/**
 * The user that must write the local certificate authority or, if it is unknown whether there is one, the deciding
 * setting. Undefined if the image's own user does, or if the workload doesn't enable one.
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

/** Whether this user can't write the local certificate authority, which requires root or the image's own user. */
export function cannotWriteCertificates(user: Value): boolean {
  const read = readCount(user);
  return read.kind === "number" && read.number !== 0 && read.number !== production.user;
}

/** The version of an image from before there were images for ARM; undefined otherwise. */
export function versionWithoutArm(image: GatewayImage): string | undefined {
  if (image.kind !== "known") return undefined;
  const [, version] = /^v?(\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.])/.exec(image.reference.tag ?? "") ?? [];
  if (version === undefined) return undefined;
  const [first = 0, second = Number.POSITIVE_INFINITY] = version.split(".").map(Number);
  const [major = 0, minor = 0] = production.armSince.split(".").map(Number);
  return first < major || (first === major && second < minor) ? version : undefined;
}
