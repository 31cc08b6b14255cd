import { isReference } from "../../gateway/model/settings";
import { type Unknown, unknown } from "../../pulumi/match";
import type { Value } from "../../pulumi/value";

/** A problem with a setting's name or value. `name` and `place` locate it. */
export type NameProblem =
  /** No setting, chart value or extension setting of this name exists; `version` is the chart's. */
  | {
      readonly kind: "setting" | "chart" | "extension";
      readonly name: string;
      readonly place: string;
      readonly nearest?: string | undefined;
      readonly version?: string | undefined;
    }
  /** The image is older than the setting. */
  | {
      readonly kind: "tooNew";
      readonly name: string;
      readonly place: string;
      readonly since: string;
      readonly version: string;
    }
  /** The value isn't documented; `value` is shown only if it can't be a credential. */
  | {
      readonly kind: "value";
      readonly name: string;
      readonly place: string;
      readonly value: string | undefined;
      readonly values: readonly string[];
    }
  /** It enables a feature that Microsoft's support doesn't cover. */
  | { readonly kind: "unsupported"; readonly name: string; readonly place: string }
  | Unknown;

/** A setting at its place. */
export interface Written {
  readonly name: string;
  readonly place: string;
  readonly value: Value | undefined;
  /** True if the value is in a secret. */
  readonly secret: boolean;
}

/** Whether the value is documented, case-insensitive. */
export function valueProblems(
  { name, place, value, secret }: Written,
  values: readonly string[] | undefined,
): NameProblem[] {
  if (!value || !values) return [];
  if (value.unknown) return undecided(value);
  const text = value.text?.trim() ?? "";
  const documented = values.some((known) => known.toLowerCase() === text.toLowerCase());
  if (text === "" || documented || isReference(text)) return [];
  const shown = !secret && /^[A-Za-z0-9-]{1,20}$/.test(text) ? text : undefined;
  return [{ kind: "value", name, place, value: shown, values }];
}

/** Whether the value enables a feature outside Microsoft's support. */
export function supportProblems(
  { name, place, value }: Pick<Written, "name" | "place" | "value">,
  unsupported: string | undefined,
): NameProblem[] {
  if (!value || unsupported === undefined) return [];
  if (value.unknown) return undecided(value);
  return value.text?.trim().toLowerCase() === unsupported ? [{ kind: "unsupported", name, place }] : [];
}

/** A value that can't be read here, or that the program doesn't determine, stays unknown after the update. */
export function undecided(value: Value): Unknown[] {
  return value.unknown === "preview" || value.unknown === "encrypted" ? [unknown(value)] : [];
}
