import { compileGlob } from "../pulumi/glob";
import type { Subject } from "../pulumi/policy";
import type { Resource } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { mayEqual } from "../pulumi/value";
import { configurationReadAction } from "../support/entra";
import { azureKind, azureResources } from "./types";

/** A custom role for reading a gateway's configuration. */
export interface ReaderRole extends Subject {
  /** The permission in `actions`, which is the wrong list. */
  readonly misplaced: Value | undefined;
  readonly granted: boolean;
  /** An unknown list, which may contain the permission. */
  readonly open: Value | undefined;
}

/**
 * Source: "Use Microsoft Entra authentication for the self-hosted gateway": the role's permission is a data action.
 * Role names are arbitrary, so a role is recognized by its permissions.
 */
export function readRole(resource: Resource): ReaderRole | undefined {
  if (azureKind(resource.type) !== "role") return undefined;
  const permissions = resource.props.get("permissions").items;
  const misplaced = permissions.flatMap((permission) => permission.get("actions").items).find(isReadAction);
  const dataActions = permissions.map((permission) => permission.get("dataActions"));
  const entries = dataActions.flatMap(({ items }) => items);
  const granted = entries.some(coversReadAction);
  if (!misplaced && !entries.some(isReadAction)) return undefined;
  return { resource, misplaced, granted, open: [...dataActions, ...entries].find(({ unknown }) => unknown) };
}

/** Whether a role assignment in the stack may be of this role. One with an unknown role may. */
export function mayBeAssigned({ resource: role }: ReaderRole, stack: Stack): boolean {
  return azureResources("role-assignment", stack).some((assignment) => {
    if (assignment.dependenciesOf("roleDefinitionId").some(({ urn }) => urn === role.urn)) return true;
    const name = assignment.props.get("roleDefinitionName");
    if (!name.absent) return ["name", "roleName"].some((key) => mayEqual(name, role.props.get(key)));
    const named = assignment.props.get("roleDefinitionId");
    const ids = roleIds(role);
    if (named.unknown || ids.length === 0) return assignment.dependenciesOf("roleDefinitionId").length === 0;
    return ids.some((id) => named.string?.toLowerCase().includes(id));
  });
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** A role's ID ends with a GUID, after the scope of its definition. */
function roleIds({ props }: Resource): string[] {
  return ["roleDefinitionId", "roleDefinitionResourceId", "id", "name"].flatMap((key) => {
    const [text = ""] = props.get(key).string?.split("|") ?? [];
    return text.match(guid)?.at(-1)?.toLowerCase() ?? [];
  });
}

function isReadAction(entry: Value): boolean {
  return entry.string?.trim().toLowerCase() === configurationReadAction.toLowerCase();
}

function coversReadAction(entry: Value): boolean {
  const covers = compileGlob(entry.string?.trim().toLowerCase() ?? "");
  return covers?.(configurationReadAction.toLowerCase()) === true;
}
