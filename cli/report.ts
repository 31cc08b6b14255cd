import { createHash } from "node:crypto";
import { parsePath } from "../pulumi/plain";
import type { Settings } from "./analyzer/config";
import type { Finding as Diagnostic, Level, PackInfo, PolicyInfo, Result } from "./analyzer/info";
import { type Resource, urnOf } from "./analyzer/resources";
import type { Item, Place } from "./inputs/input";

/** The levels for `--fail-on`. */
export const failLevels = ["mandatory", "advisory", "never"] as const;
export type FailOn = (typeof failLevels)[number];

/** A violation or an advisory of a policy. */
export interface Finding {
  policy: string;
  level: "mandatory" | "advisory";
  severity: string;
  message: string;
  /** The resource; undefined for a finding about the whole run. */
  resource: string | undefined;
  urn: string;
  place: Place | undefined;
  exempted: boolean;
  /** An ID of the problem that stays the same when lines move or files are renamed. */
  fingerprint: string;
}

/** A gateway that was checked. */
export interface CheckedGateway {
  resource: string;
  urn: string;
  place: Place;
  /** Names of the policies that checked it. */
  policies: string[];
}

/** A policy with its configured level. */
export type CheckedPolicy = PolicyInfo & { level: Finding["level"] };

/** The data for every format. */
export interface Report {
  pack: { name: string; version: string };
  /** The policies that the configuration doesn't disable. */
  policies: CheckedPolicy[];
  gateways: CheckedGateway[];
  /** The checked resources by stack. Their properties contain secrets. */
  resources: readonly (readonly Resource[])[];
  /** The newest release of the image, if the configuration names one. */
  latestVersion: string | undefined;
  findings: Finding[];
  objects: number;
  files: { checked: number; skipped: number };
}

/** Resources that were checked together, and their findings. */
export interface CheckedStack {
  items: readonly Item[];
  each: readonly Result[];
  stack: Result;
}

/** Every policy of a gateway applies this one, so a resource that it doesn't apply to isn't a gateway. */
export const gatewayPolicy = "gateway-image-supported";

/** Creates the report of a run from the policies' findings. */
export function toReport(
  info: PackInfo,
  settings: Settings,
  stacks: readonly CheckedStack[],
  files: Report["files"],
): Report {
  const policies = info.policies.flatMap((policy): CheckedPolicy[] => {
    const level = settings.get(policy.name)?.level ?? policy.level;
    return level === "disabled" ? [] : [{ ...policy, level: levelOf(level) }];
  });
  const findings = identified(stacks.flatMap(findingsOf));
  const gateways = stacks.flatMap((stack) => gatewaysOf(stack, policies));
  const objects = stacks.reduce((sum, { items }) => sum + items.length, 0);
  const pack = { name: info.name, version: info.version };
  const resources = stacks.map(({ items }) => items.map(({ resource }) => resource));
  const { latestVersion: given } = settings.get(gatewayPolicy)?.options ?? {};
  const latestVersion = typeof given === "string" ? given : undefined;
  return { pack, policies, gateways, resources, latestVersion, findings, objects, files };
}

function findingsOf({ items, each, stack }: CheckedStack): Unidentified[] {
  const byUrn = new Map(items.map((item) => [urnOf(item.resource), item]));
  const diagnostics = [...each, stack].flatMap((result) => result.diagnostics);
  return diagnostics.map((diagnostic) => toFinding(diagnostic, byUrn.get(diagnostic.urn)));
}

function gatewaysOf(
  { items, each, stack }: CheckedStack,
  policies: readonly CheckedPolicy[],
): CheckedGateway[] {
  return items.flatMap(({ resource, label, place }, index) => {
    const inapplicable = namesOf(each[index], stack);
    if (inapplicable.has(gatewayPolicy)) return [];
    const applied = policies.map(({ name }) => name).filter((name) => !inapplicable.has(name));
    return [{ resource: label, urn: urnOf(resource), place, policies: applied }];
  });
}

/** The policies that apply neither to a resource nor to the stack. */
function namesOf(...results: (Result | undefined)[]): Set<string> {
  return new Set(results.flatMap((result) => result?.notApplicable ?? []).map(({ policy }) => policy));
}

function levelOf(level: Level): Finding["level"] {
  return level === "advisory" ? "advisory" : "mandatory";
}

/** Whether a finding fails the run according to `--fail-on`. An exempted one never does. */
export function isFailure({ level, exempted }: Finding, failOn: FailOn): boolean {
  if (exempted || failOn === "never") return false;
  return failOn === "advisory" || level === "mandatory";
}

/** A finding and its property, before the IDs of equal findings are made unique. */
interface Unidentified {
  finding: Omit<Finding, "fingerprint">;
  path: string;
}

function toFinding(diagnostic: Diagnostic, item: Item | undefined): Unidentified {
  const { policy, level, severity = "medium", message, urn } = diagnostic;
  const found = item && placeIn(message, item);
  const finding = {
    policy,
    level: levelOf(level),
    severity,
    message,
    resource: item?.label,
    urn,
    place: found?.place,
    exempted: message.startsWith("Exempted until "),
  };
  return { finding, path: found?.path ?? "" };
}

/**
 * A finding is identified by policy, resource and property or, without a property, by the message without names and
 * numbers. Equal findings are distinguished by the message without numbers, which change over time, and equal messages
 * by their order.
 */
function identified(found: readonly Unidentified[]): Finding[] {
  const identityOf = ({ finding: { policy, urn, message }, path }: Unidentified) =>
    JSON.stringify([policy, urn, path || message.replace(/`[^`]*`|\d+/g, "")]);
  const groups = new Map<string, number>();
  for (const each of found) groups.set(identityOf(each), (groups.get(identityOf(each)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return found.map((each) => {
    const shared = identityOf(each);
    const single = groups.get(shared) === 1;
    const identity = single ? shared : shared + each.finding.message.replace(/\d+/g, "0");
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return {
      ...each.finding,
      fingerprint: createHash("sha256").update(`${identity}${ordinal}`).digest("hex"),
    };
  });
}

/**
 * The place of the first property in the message that the resource has. If it has none, the place of the object that
 * lacks it: the container without requests, the Deployment without a label.
 */
function placeIn(message: string, item: Item): { path: string; place: Place } {
  const named = [...message.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => ({ text, path: parsePath(text) }));
  for (const { text, path } of named) {
    const place = item.locate(path);
    if (place) return { path: text, place };
  }
  for (const { text, path } of named)
    for (let length = path.length - 1; length > 0; length--) {
      const place = item.locate(path.slice(0, length));
      if (place) return { path: text, place };
    }
  return { path: "", place: item.place };
}
