import type { ObjectReference } from "../../kubernetes/object";
import type { Readable } from "../../kubernetes/scheduling";
import type { Value } from "../../pulumi/value";
import { chartName } from "../../support/charts";
import type { Exposure } from "../model/settings";
import type { ChartReference } from "./name";
import type { ChartValues } from "./values";

/** An installation of the chart. Its name determines the names of its objects. */
export interface Installation {
  readonly values: ChartValues;
  /** The requested chart; undefined if Azure selects it. */
  readonly chart?: ChartReference;
  /** The name of the Helm release; absent if it is generated. */
  readonly releaseName: Value;
  readonly namespace: Value;
  /** Who may read a credential among the values. Default: everyone who may read the resource. */
  readonly exposure?: Exposure;
  /** The key of a Secret from which a tool reads the value `gateway.auth.key`. */
  readonly tokenFrom?: { readonly object: ObjectReference; readonly key: Value } | undefined;
}

/** The chart's rule for the names of its objects. Source: templates/_helpers.tpl of the chart. */
export function objectNamed(
  { values, releaseName }: { readonly values: Readable; readonly releaseName: Value },
  longest: number,
  suffix = "",
): Value {
  const full = values.get("fullnameOverride");
  const part = values.get("nameOverride");
  const open = [full, part].find(({ unknown }) => unknown);
  if (open) return open;
  if (full.text) return full.with(cut(full.text, longest) + suffix);
  const { text } = releaseName;
  if (text === undefined) return releaseName;
  const chart = part.text || chartName;
  return releaseName.with(cut(cut(text.includes(chart) ? text : `${text}-${chart}`, 63), longest) + suffix);
}

function cut(name: string, longest: number): string {
  return name.slice(0, longest).replace(/-$/, "");
}
