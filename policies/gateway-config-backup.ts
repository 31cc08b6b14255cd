import { connectedGateways } from "../analysis/connection/connected-gateway";
import { backupMount, isOnOneNode } from "../analysis/operations/backup";
import { runsSeveral } from "../analysis/operations/replicas";

import { readCount } from "../kubernetes/quantity";
import { no, unknownOf } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { isTrue, pathText } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

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
  messages: {
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
  },

  check({ gateway }, { around, defect, unknown }) {
    const { host, hosting, partial, storage } = gateway;
    if (!storage) return;
    const { enabled, group, place } = storage;
    if (enabled?.unknown) return unknown(enabled);
    if (enabled && enabled.text !== "true") return defect("switchedOff", { path: pathText(enabled.path) });

    const { mount, elsewhere, unknown: open } = backupMount(storage);
    if (!mount) {
      if (elsewhere) return defect("elsewhere", { path: pathText(elsewhere.path.path) });
      if (open) return unknown(open);
      return partial ? undefined : defect("none", { host, path: pathText(place.path) });
    }
    const { path, readOnly = [], volume } = mount;
    const fixed = readOnly.find(isTrue);
    if (fixed && volume.kind !== "temporary") return defect("readOnly", { path: pathText(fixed.path) });
    switch (volume.kind) {
      case "lasting":
        return;
      case "untold":
        return volume.value.unknown ? unknown(volume.value) : undefined;
      case "temporary":
        // Only what Kubernetes hosts has a group for its volumes, and claims.
        return defect("temporary", {
          path: pathText(path.path),
          what: volume.what,
          instead: group ? "a claim" : "a share of Azure Files",
        });
      case "claim": {
        const one = isOnOneNode(volume, gateway, around);
        const several = partial ? no : runsSeveral(gateway, around);
        const name = volume.name.string;
        const claim = name === undefined ? "The claim" : `The claim \`${name}\``;
        const undecided = unknownOf(one) ?? unknownOf(several);
        if (one.kind === "yes" && several.kind === "yes")
          defect("shared", { claim, path: pathText(path.path) });
        else if (one.kind !== "no" && several.kind !== "no" && undecided) unknown(undecided);
      }
    }
    // Root writes whatever the group is.
    const user = hosting?.user && readCount(hosting.user);
    if (!group || (partial && group.absent) || (user?.kind === "number" && user.number === 0)) return;
    if (group.unknown) return unknown(group);
    const read = readCount(group);
    if (read.kind === "number" && read.number === production.group) return;
    const is = group.absent ? "is not set" : read.kind === "number" ? `is ${read.number}` : "is no group";
    defect("group", { path: pathText(group.path), is });
  },
});
