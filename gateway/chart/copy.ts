import type { Value } from "../../pulumi/value";
import type { SettingSource } from "../model/settings";
import type { ChartValues } from "./values";

/** A setting that the chart copies from a value, and the chart's default if it has one. */
export type Copy = readonly [name: string, path: string, standard?: string | boolean];

export function literal(name: string, value: Value): SettingSource {
  return { kind: "literal", name, value };
}

/** The copied setting; undefined if neither the values nor the chart set it. */
export function copy(values: ChartValues, [name, path, standard]: Copy): SettingSource[] {
  const value = values.get(...path.split("."));
  // `null` removes the default.
  const filled = value.absent && value.whole !== null ? value.with(standard) : value;
  return filled.absent ? [] : [literal(name, filled)];
}
