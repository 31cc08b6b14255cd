import { isReference } from "../../gateway/model/settings";
import { type Unknown, unknown } from "../../pulumi/match";
import type { Value } from "../../pulumi/value";

/** What is wrong with the name or the value of a setting. `name` and `place` are where it is. */
export type NameProblem =
  /** Nothing reads a setting, a chart's value or an extension's setting of this name; `version` is the chart's. */
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
  /** None of the documented values; `value` is shown only where it can be no credential. */
  | {
      readonly kind: "value";
      readonly name: string;
      readonly place: string;
      readonly value: string | undefined;
      readonly values: readonly string[];
    }
  /** It enables what Microsoft's support doesn't cover. */
  | { readonly kind: "unsupported"; readonly name: string; readonly place: string }
  | Unknown;

/** A setting where it is written. */
export interface Written {
  readonly name: string;
  readonly place: string;
  readonly value: Value | undefined;
  /** True where the value comes out of a secret. */
  readonly secret: boolean;
}

/** Whether the value is one of the documented ones, in capitals or not. */
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

/** Whether the value is the one that Microsoft's support doesn't cover. */
export function supportProblems(
  { name, place, value }: Pick<Written, "name" | "place" | "value">,
  unsupported: string | undefined,
): NameProblem[] {
  if (!value || unsupported === undefined) return [];
  if (value.unknown) return undecided(value);
  return value.text?.trim().toLowerCase() === unsupported ? [{ kind: "unsupported", name, place }] : [];
}

/** What cannot be read here, or is not the program's to decide, is not a question that the update answers. */
export function undecided(value: Value): Unknown[] {
  return value.unknown === "preview" || value.unknown === "encrypted" ? [unknown(value)] : [];
}
