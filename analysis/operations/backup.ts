import type { Gateway } from "../../gateway/model/gateway";
import type { Mount, Storage, Volume } from "../../gateway/model/workload";
import { type Match, matchIf, type Unknown, unclear, unknown } from "../../pulumi/match";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { production } from "../../support/production";
import { byOwnName, neighbours } from "./neighbours";

/** The volumes that are mounted where a gateway stores its backup, or else in a place that seems meant for it. */
export type BackupMount =
  | { readonly kind: "none" }
  | { readonly kind: "found" | "elsewhere"; readonly mount: Mount }
  | Unknown;

export function backupMount({ mounts }: Storage): BackupMount {
  const mount = mounts.find(({ path }) => pathOf(path) === production.backupPath);
  if (mount) return { kind: "found", mount };
  const open = mounts.map(({ path }) => path).find((path) => path.unknown);
  const elsewhere = mounts.find(
    ({ path, volume }) =>
      /^(claim|claim-each|lasting)$/.test(volume.kind) && /apim|config|backup/i.test(path.string ?? ""),
  );
  // A volume that seems meant for the backup is reported only if no other may be mounted in the right place.
  if (open) return unknown(open);
  return elsewhere ? { kind: "elsewhere", mount: elsewhere } : { kind: "none" };
}

function pathOf(path: Value): string | undefined {
  return path.string?.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
}

/** Whether a claim can be mounted on one node only. */
export function isOnOneNode(
  { name, modes }: Volume & { kind: "claim" },
  gateway: Gateway,
  around: Stack,
): Match {
  const sought = { join: byOwnName, about: name.string };
  const claims = modes
    ? []
    : neighbours("PersistentVolumeClaim", gateway, around, sought).map(([claim]) => claim);
  // A name that is unknown during a preview shows as a dependency on the claim.
  const sources = name.unknown ? gateway.resource.dependenciesOf(String(name.path[0])) : [];
  const named = claims.filter(({ props, urn }) =>
    name.unknown
      ? sources.some((source) => source.urn === urn)
      : name.string !== undefined && props.get("metadata", "name").string === name.string,
  );
  if (name.unknown && named.length !== 1) return unknown(name);
  const list = named[0]?.props.get("spec", "accessModes");
  if (list?.unknown) return unknown(list);
  const all = modes ?? list?.items;
  // A claim outside the stack isn't checked.
  if (!all || all.length === 0) return unclear;
  const open = all.find((mode) => mode.unknown);
  if (open) return unknown(open);
  return matchIf(!all.some(({ text }) => text !== "ReadWriteOnce" && text !== "ReadWriteOncePod"));
}

/** Whether a claim for a single node is, or may be, mounted: a claim outside the stack may be one. */
export function hasClaimOfOneNode(gateway: Gateway, around: Stack): boolean {
  const mounts = gateway.storage?.enabled?.text === "false" ? [] : (gateway.storage?.mounts ?? []);
  return mounts.some(
    ({ volume }) => volume.kind === "claim" && isOnOneNode(volume, gateway, around).kind !== "no",
  );
}
