import { connectedGateways } from "../analysis/connection/connected-gateway";
import { backupMount, isOnOneNode } from "../analysis/operations/backup";
import { runsSeveral } from "../analysis/operations/replicas";
import type { Gateway } from "../gateway/model/gateway";
import type { Mount, Storage } from "../gateway/model/workload";
import { readCount } from "../kubernetes/quantity";
import { all, no } from "../pulumi/match";
import { type Judgement, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { isTrue, pathText } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

const messages = {
  none: "The {host} keeps no copy of its configuration (`{path}` mounts nothing at `/apim/config`), so a replica that starts while Azure is out of reach serves nothing. Mount a volume there that outlives the replica.",
  switchedOff:
    "`{path}` is not true, so the gateway keeps no copy of its configuration, and a replica that starts while Azure is out of reach serves nothing. Write true.",
  elsewhere:
    "`{path}` is not where the gateway keeps the copy of its configuration, so the volume stays empty. Write `/apim/config`.",
  temporary:
    "`{path}` mounts {what} at `/apim/config`, so the copy of the configuration is gone when a replica starts anew. Use {instead}.",
  readOnly: "`{path}` is true, so the gateway cannot write the copy of its configuration. Remove it.",
  group: "`{path}` {is}, but the gateway writes the copy of its configuration as group 1001. Write 1001.",
  shared:
    "{claim}, which `{path}` mounts, can be mounted on one node only, but several replicas share it. Use `ReadWriteMany`, or a StatefulSet with claim templates.",
} as const;

type Say = Judgement<Record<never, never>, typeof messages, Stack>;

export const gatewayConfigBackup = stackPolicy({
  name: "gateway-config-backup",
  displayName: "Gateway keeps a copy of its configuration",
  description:
    "A self-hosted gateway keeps a copy of its configuration on a volume, so that it can start while Azure is out of reach.",
  level: "advisory",
  severity: "medium",
  row: row("sla"),
  remediationSteps:
    "Mount a volume that outlives the replicas at /apim/config, owned by group 1001 (fsGroup), with the access mode ReadWriteMany where several replicas share it.",
  judges: connectedGateways,
  options: {},
  messages,

  check({ gateway }, say) {
    const { storage } = gateway;
    if (!storage) return;
    const { enabled } = storage;
    if (enabled?.unknown) return say.unknown(enabled);
    if (enabled && enabled.text !== "true")
      return say.defect("switchedOff", { path: pathText(enabled.path) });
    const mount = checkMount(gateway, storage, say);
    if (!mount) return;
    checkShared(gateway, mount, say);
    checkGroup(gateway, storage, say);
  },
});

/** The mount that keeps the copy, or may; undefined if there is none, which is reported. */
function checkMount({ host, partial }: Gateway, storage: Storage, say: Say): Mount | undefined {
  const found = backupMount(storage);
  switch (found.kind) {
    case "elsewhere":
      say.defect("elsewhere", { path: pathText(found.mount.path.path) });
      return undefined;
    case "unknown":
      say.unknown(found.value);
      return undefined;
    case "none":
      if (!partial) say.defect("none", { host, path: pathText(storage.place.path) });
      return undefined;
    case "found":
      return checkVolume(found.mount, storage, say) ? found.mount : undefined;
  }
}

/** Whether the volume outlives the replica and can be written, as far as can be told. */
function checkVolume({ path, readOnly = [], volume }: Mount, { group }: Storage, say: Say): boolean {
  const fixed = readOnly.find(isTrue);
  if (fixed && volume.kind !== "temporary") {
    say.defect("readOnly", { path: pathText(fixed.path) });
    return false;
  }
  switch (volume.kind) {
    case "claim":
    case "claim-each":
      return true;
    case "lasting":
      return false;
    case "untold":
      if (volume.value.unknown) say.unknown(volume.value);
      return false;
    case "temporary":
      say.defect("temporary", {
        path: pathText(path.path),
        what: volume.what,
        // Only what Kubernetes hosts has a group for its volumes, and claims.
        instead: group ? "a claim" : "a share of Azure Files",
      });
      return false;
  }
}

/** One claim that a single node can mount, under several replicas. */
function checkShared(gateway: Gateway, { path, volume }: Mount, say: Say) {
  if (volume.kind !== "claim") return;
  const one = isOnOneNode(volume, gateway, say.around);
  const several = gateway.partial ? no : runsSeveral(gateway, say.around);
  const shared = all([one, several]);
  const name = volume.name.string;
  const claim = name === undefined ? "The claim" : `The claim \`${name}\``;
  if (shared.kind === "yes") say.defect("shared", { claim, path: pathText(path.path) });
  if (shared.kind === "unknown") say.unknown(shared.value);
}

/** The group that owns the volume. Root writes whatever the group is. */
function checkGroup({ hosting, partial }: Gateway, { group }: Storage, say: Say) {
  const user = hosting?.user && readCount(hosting.user);
  if (!group || (partial && group.absent) || (user?.kind === "number" && user.number === 0)) return;
  if (group.unknown) return say.unknown(group);
  const read = readCount(group);
  if (read.kind === "number" && read.number === production.group) return;
  const is = group.absent ? "is not set" : read.kind === "number" ? `is ${read.number}` : "is no group";
  say.defect("group", { path: pathText(group.path), is });
}
