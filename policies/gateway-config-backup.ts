import { connectedGateways } from "../analysis/connection/connected-gateway";
import { backupMount, isOnOneNode } from "../analysis/operations/backup";
import { runsSeveral } from "../analysis/operations/replicas";
import type { Gateway } from "../gateway/model/gateway";
import type { Mount, Storage } from "../gateway/model/workload";
import { readCount } from "../kubernetes/quantity";
import { all, no } from "../pulumi/match";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { isTrue, pathText } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

const messages = {
  none: "The {host} has no volume at `/apim/config` (`{path}`), so a replica that starts while Azure is unreachable has no configuration. Mount a persistent volume there.",
  switchedOff:
    "`{path}` isn't `true`, so a replica that starts while Azure is unreachable has no configuration. Set it to `true`.",
  elsewhere:
    "`{path}` is `{value}`, but the gateway writes its configuration backup to `/apim/config`, so the volume stays empty. Set it to `/apim/config`.",
  temporary:
    "`{path}` mounts a volume of type `{source}`, which is deleted with its replica, and the configuration backup with it. Use a PersistentVolumeClaim.",
  temporaryOnAzure:
    "`{path}` mounts a volume of type `{source}`, which is deleted with its replica, and the configuration backup with it. Use an Azure Files share.",
  unwritable:
    "`{path}` mounts a volume of type `{source}`, to which the gateway can't write its configuration backup. Use a PersistentVolumeClaim.",
  unwritableOnAzure:
    "`{path}` mounts a volume of type `{source}`, to which the gateway can't write its configuration backup. Use an Azure Files share.",
  readOnly: "`{path}` is `true`, so the gateway can't write its configuration backup. Remove it.",
  group:
    "`{path}` is `{group}`, but the gateway writes its configuration backup as group 1001. Set it to `1001`.",
  groupUnset:
    "`{path}` isn't set, but the gateway writes its configuration backup as group 1001. Set it to `1001`.",
  groupInvalid:
    "`{path}` must be a group ID; the gateway writes its configuration backup as group 1001. Set it to `1001`.",
  shared:
    "`{path}` mounts PersistentVolumeClaim `{claim}` (`ReadWriteOnce` or `ReadWriteOncePod`), which several replicas share. Use access mode `ReadWriteMany`, or a StatefulSet with `volumeClaimTemplates`.",
  sharedUnnamed:
    "`{path}` mounts a PersistentVolumeClaim (`ReadWriteOnce` or `ReadWriteOncePod`), which several replicas share. Use access mode `ReadWriteMany`, or a StatefulSet with `volumeClaimTemplates`.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages, Stack>;

export const gatewayConfigBackup = stackPolicy({
  name: "gateway-config-backup",
  displayName: "Gateway configuration is backed up to a volume",
  description:
    "Requires a persistent volume for the configuration backup, so that a gateway can start while Azure is unreachable.",
  level: "advisory",
  severity: "medium",
  row: row("sla"),
  remediationSteps:
    "Mount a persistent volume at /apim/config, owned by group 1001 (fsGroup), with the access mode ReadWriteMany if several replicas share it.",
  judges: connectedGateways,
  options: {},
  messages,

  check({ gateway }, report) {
    const { storage } = gateway;
    if (!storage) return;
    const { enabled } = storage;
    if (enabled?.unknown) return report.unknown(enabled);
    if (enabled && enabled.text !== "true")
      return report.defect("switchedOff", { path: pathText(enabled.path) });
    const mount = checkMount(gateway, storage, report);
    if (!mount) return;
    checkShared(gateway, mount, report);
    checkGroup(gateway, storage, report);
  },
});

/** The mount that stores, or may store, the backup; undefined if there is none, which is reported. */
function checkMount({ host, partial }: Gateway, storage: Storage, report: Report): Mount | undefined {
  const found = backupMount(storage);
  switch (found.kind) {
    case "elsewhere":
      report.defect("elsewhere", {
        path: pathText(found.mount.path.path),
        value: found.mount.path.string ?? "",
      });
      return undefined;
    case "unknown":
      report.unknown(found.value);
      return undefined;
    case "none":
      if (!partial) report.defect("none", { host, path: pathText(storage.place.path) });
      return undefined;
    case "found":
      return checkVolume(found.mount, storage, report) ? found.mount : undefined;
  }
}

/** Whether the volume is known to outlive the replica and to be writable. */
function checkVolume({ path, readOnly = [], volume }: Mount, { group }: Storage, report: Report): boolean {
  const fixed = readOnly.find(isTrue);
  if (fixed && volume.kind !== "temporary" && volume.kind !== "unwritable") {
    report.defect("readOnly", { path: pathText(fixed.path) });
    return false;
  }
  switch (volume.kind) {
    case "claim":
    case "claim-each":
      return true;
    case "lasting":
      return false;
    case "undetermined":
      if (volume.value.unknown) report.unknown(volume.value);
      return false;
    case "temporary":
    case "unwritable": {
      // Only Kubernetes workloads have a group for their volumes, and claims.
      const id = group ? volume.kind : (`${volume.kind}OnAzure` as const);
      report.defect(id, { path: pathText(path.path), source: volume.source });
      return false;
    }
  }
}

/** One claim that only a single node can mount, shared by several replicas. */
function checkShared(gateway: Gateway, { path, volume }: Mount, report: Report) {
  if (volume.kind !== "claim") return;
  const one = isOnOneNode(volume, gateway, report.around);
  const several = gateway.partial ? no : runsSeveral(gateway, report.around);
  const shared = all([one, several]);
  if (shared.kind === "unknown") report.unknown(shared.value);
  if (shared.kind !== "yes") return;
  const place = { path: pathText(path.path) };
  const claim = volume.name.string;
  if (claim === undefined) report.defect("sharedUnnamed", place);
  else report.defect("shared", { ...place, claim });
}

/** The group that owns the volume. Root can write with any group. */
function checkGroup({ hosting, partial }: Gateway, { group }: Storage, report: Report) {
  const user = hosting?.user && readCount(hosting.user);
  if (!group || (partial && group.absent) || (user?.kind === "number" && user.number === 0)) return;
  if (group.unknown) return report.unknown(group);
  const read = readCount(group);
  if (read.kind === "number" && read.number === production.group) return;
  const place = { path: pathText(group.path) };
  if (group.absent) report.defect("groupUnset", place);
  else if (read.kind === "number") report.defect("group", { ...place, group: `${read.number}` });
  else report.defect("groupInvalid", place);
}
