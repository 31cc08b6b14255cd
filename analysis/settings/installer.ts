import { valid } from "semver";
import { chartSettingNames } from "../../gateway/chart/settings";
import type { Gateway, Installer } from "../../gateway/model/gateway";
import type { Value } from "../../pulumi/value";
import { arcReplacementOf, arcSettingKeys, findArcSetting } from "../../support/arc-settings";
import {
  chartValueNames,
  findChartValue,
  hasChartValuesBelow,
  isKnownChart,
  isReadByChart,
  replacementOf,
} from "../../support/chart-values";
import { findSetting } from "../../support/settings";
import { placeOf } from "../credentials/written-settings";
import { nearestName } from "./nearest";
import { type NameProblem, supportProblems, undecided, valueProblems } from "./problem";

/** Values for Microsoft's chart or extension that it doesn't read. The stronger of two layers counts. */
export function installerProblems({ kind, layers }: Installer, gateway: Gateway): NameProblem[] {
  const problemsIn = kind === "chart" ? chartProblems(gateway) : extensionProblems(gateway);
  const byName = new Map<string, readonly NameProblem[]>();
  for (const layer of layers) for (const [name, found] of problemsIn(layer)) byName.set(name, found);
  return [...layers.flatMap(undecided), ...[...byName.values()].flat()];
}

type ByName = Iterable<readonly [string, readonly NameProblem[]]>;

function extensionProblems({ settingNames }: Gateway): (layer: Value) => ByName {
  return (layer) =>
    layer.entries
      .filter(([, value]) => !value.absent)
      .map(([name, value]) => {
        const place = placeOf(value);
        const setting = findArcSetting(name);
        if (setting) return [name, enumerated(name, value, setting)];
        const meant = settingNames?.get(settingsOfValues.get(name) ?? name);
        const nearest = arcReplacementOf(name) ?? meant ?? nearestName(name, arcSettingKeys);
        return [name, [{ kind: "extension", name, place, nearest }]];
      });
}

function enumerated(
  name: string,
  value: Value,
  { values, unsupported }: { readonly values?: readonly string[]; readonly unsupported?: string },
): NameProblem[] {
  const written = { name, place: placeOf(value), value, secret: false };
  return [...valueProblems(written, values), ...supportProblems(written, unsupported)];
}

const settingsOfValues = new Map([...chartSettingNames].map(([setting, value]) => [value, setting]));

/**
 * The version determines which values are read. For an unknown version, only names that no chart reads are reported.
 */
function chartProblems({ chart, unrendered }: Gateway): (layer: Value) => ByName {
  const exact = valid(chart?.text?.trim() ?? "");
  const version = exact && isKnownChart(exact) ? exact : undefined;
  return (layer) =>
    written(layer, version).map(([path, value]) => {
      // Helm doesn't render the chart, which gateway-auth-method reports with the name to use.
      if (path === unrendered?.given) return [path, []];
      if (isReadByChart(path, version)) return [path, enumerated(path, value, findChartValue(path) ?? {})];
      const nearest = nearestValue(path, version);
      const sure = version !== undefined || nearest !== undefined;
      const problem = { kind: "chart", name: path, place: placeOf(value), nearest, version } as const;
      return [path, sure ? [problem] : []];
    });
}

function nearestValue(path: string, version: string | undefined): string | undefined {
  const isRead = (name: string | undefined) =>
    name !== undefined && (isReadByChart(name, version) || hasChartValuesBelow(name)) ? name : undefined;
  const replacement = isRead(replacementOf(path));
  if (replacement !== undefined) return replacement;
  if (findSetting(path)) return chartSettingNames.get(path) ?? `gateway.configuration.additional["${path}"]`;
  return isRead(nearestName(path, chartValueNames));
}

/** What a layer sets: values that the chart reads, and the topmost ones that it doesn't. */
function written(layer: Value, version: string | undefined): [string, Value][] {
  const found: [string, Value][] = [];
  const open: [string, Value][] = [["", layer]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [above, value] = next;
    for (const [key, child] of value.entries) {
      // Argo CD's parameters include a list index in the name.
      const path = above + key.replace(/\[\d+\]$/, "");
      if (child.absent) continue;
      if (isReadByChart(path, version)) found.push([path, child]);
      else if (hasChartValuesBelow(path)) open.push([`${path}.`, child]);
      else found.push(...unread(path, child));
    }
  }
  return found;
}

/** No handwritten values have as many entries. */
const mostEntries = 1_000;

/** The gateway's settings in a value, one by one, or else the value as a whole. */
function unread(path: string, value: Value): [string, Value][] {
  const settings: [string, Value][] = [];
  const open: [string, Value][] = [[path, value]];
  for (let left = mostEntries, next = open.pop(); next && left > 0; next = open.pop()) {
    const [name, child] = next;
    if (child.text !== undefined && findSetting(name)) settings.push(next);
    for (const [key, below] of child.entries.slice(0, left--)) open.push([`${name}.${key}`, below]);
  }
  return settings.length > 0 ? settings : [[path, value]];
}
