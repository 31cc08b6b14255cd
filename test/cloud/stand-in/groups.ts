import type { GroupUpdate, PackConfig, RequiredPolicy, StackReference } from "./api";
import { Refusal, type Routes } from "./http";
import type { Packs, PublishedPack } from "./packs";

interface Enabled {
  pack: PublishedPack;
  config: PackConfig;
}

/** A policy group: stacks, and the packs that check them. */
interface Group {
  name: string;
  mode: "audit" | "preventative";
  /** The default group contains every stack. */
  isOrgDefault: boolean;
  stacks: StackReference[];
  /** In the order in which they were enabled. */
  enabled: Enabled[];
}

/** The policy groups of the organization. */
export class Groups {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly packs: Packs) {
    this.create("default-policy-group", "preventative", true);
  }

  /** The required packs of a stack: the newest version of each pack, as it was enabled last. */
  requiredFor(project: string, stack: string): RequiredPolicy[] {
    const required = new Map<string, Enabled>();
    for (const group of this.groups.values()) {
      const member = group.stacks.some(
        ({ name, routingProject }) => name === stack && routingProject === project,
      );
      if (group.mode === "audit" || !(group.isOrgDefault || member)) continue;
      for (const enabled of group.enabled) {
        const other = required.get(enabled.pack.name);
        if (!other || other.pack.version <= enabled.pack.version) required.set(enabled.pack.name, enabled);
      }
    }
    return [...required.values()].map(({ pack, config }) => ({
      name: pack.name,
      displayName: pack.displayName,
      version: pack.version,
      versionTag: pack.versionTag,
      packLocation: this.packs.location(pack),
      config,
    }));
  }

  private create(name: string, mode: Group["mode"], isOrgDefault = false): void {
    if (this.groups.has(name)) throw new Refusal(409, `Policy Group ${name} already exists`);
    this.groups.set(name, { name, mode, isOrgDefault, stacks: [], enabled: [] });
  }

  private find(name = ""): Group {
    const group = this.groups.get(name);
    if (!group) throw new Refusal(404, `Not Found: Policy Group ${name}`);
    return group;
  }

  private update(group: Group, update: GroupUpdate): void {
    const { addPolicyPack: add, removePolicyPack: remove, addStack, removeStack, stacks } = update;
    const without = (pack: string, tag?: string) =>
      group.enabled.filter((each) => each.pack.name !== pack || (tag && each.pack.versionTag !== tag));
    if (add) {
      const pack = this.packs.find(add.name, add.versionTag);
      group.enabled = [...without(add.name), { pack, config: add.config ?? {} }];
    }
    if (remove) group.enabled = without(remove.name, remove.versionTag);
    if (stacks) group.stacks = stacks;
    if (addStack) group.stacks.push(addStack);
    if (removeStack)
      group.stacks = group.stacks.filter(
        (stack) => stack.name !== removeStack.name || stack.routingProject !== removeStack.routingProject,
      );
  }

  readonly routes: Routes = {
    "GET /api/orgs/{org}/policygroups": () => ({
      policyGroups: [...this.groups.values()].map(({ stacks, enabled, ...group }) => ({
        ...group,
        entityType: "stacks",
        numStacks: stacks.length,
        numEnabledPolicyPacks: enabled.length,
      })),
    }),
    "POST /api/orgs/{org}/policygroups": ({ json }) => {
      const { name, mode = "preventative" } = json<{ name: string; mode?: Group["mode"] }>();
      this.create(name, mode);
      return undefined;
    },
    "GET /api/orgs/{org}/policygroups/{group}": ({ params }) => {
      const { enabled, ...group } = this.find(params.group);
      const appliedPolicyPacks = enabled.map(
        ({ pack: { name, displayName, version, versionTag }, config }) => ({
          ...{ name, displayName, version, versionTag, config },
        }),
      );
      return { ...group, entityType: "stacks", appliedPolicyPacks, accounts: [] };
    },
    "PATCH /api/orgs/{org}/policygroups/{group}/batch": ({ params, json }) => {
      for (const update of json<GroupUpdate[]>()) this.update(this.find(params.group), update);
      return undefined;
    },
    "PATCH /api/orgs/{org}/policygroups/{group}": ({ params, json }) => {
      this.update(this.find(params.group), json<GroupUpdate>());
      return undefined;
    },
  };
}
