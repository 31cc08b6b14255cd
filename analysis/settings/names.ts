import { lt } from "semver";
import { gateways } from "../../gateway";
import { chartSettingNames } from "../../gateway/chart/settings";
import type { Gateway } from "../../gateway/model/gateway";
import type { SettingSource } from "../../gateway/model/settings";
import { findObject, objectEntries } from "../../kubernetes/object";
import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import { findSetting, isTolerated, isUndocumentedSetting, settingNames } from "../../support/settings";
import { parseTag } from "../../support/tag";
import { isDataObject, placeOf, type SettingsHolder, settingsHolders } from "../credentials/written-settings";
import { installerProblems } from "./installer";
import { nearestName } from "./nearest";
import { type NameProblem, supportProblems, undecided, valueProblems, type Written } from "./problem";

interface Entry extends Written {
  /** True if the object that contains it is checked as a resource of its own. */
  readonly judgedThere?: boolean;
}

/** The problems of a resource, each place once, regardless of how many containers share it. */
export function nameProblems({ resource }: SettingsHolder, around: ResourceSet): NameProblem[] {
  const problems = isDataObject(resource)
    ? entriesOf(resource).flatMap((entry) => problemsOf(entry))
    : gateways.find(resource, around).flatMap((gateway) => problemsOfGateway(gateway, around));
  const byPlace = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...byPlace.values()];
}

function keyOf(problem: NameProblem): string {
  return problem.kind === "unknown" ? placeOf(problem.value) : `${problem.kind} ${problem.place}`;
}

function problemsOfGateway(gateway: Gateway, around: ResourceSet): NameProblem[] {
  const { installer, resource, settings } = gateway;
  return [
    ...(installer ? installerProblems(installer, gateway) : []),
    ...settings.flatMap((source) => {
      if (source.kind === "unreadable") return undecided(source.value);
      return entriesIn(source, resource, around).flatMap((entry) => problemsOf(entry, gateway));
    }),
  ];
}

function entriesIn(source: SettingSource, resource: Resource, around: ResourceSet): Entry[] {
  switch (source.kind) {
    case "literal":
      return [{ name: source.name, place: placeOf(source.value), value: source.value, secret: false }];
    case "host-secret":
      return [{ name: source.name, place: placeOf(source.value), value: source.value, secret: true }];
    case "key": {
      const { key, name, object, value } = source;
      return [{ name, place: placeOf(value ?? key), value, secret: object.kind === "Secret" }];
    }
    case "all": {
      const { object, prefix } = source;
      const found = findObject(object, resource, around);
      if (!found) return [];
      const judgedThere = prefix === "" && settingsHolders.find(found, around).length > 0;
      return entriesOf(found).map((entry) => ({
        ...entry,
        name: prefix + entry.name,
        place: entry.value ? placeOf(entry.value, { object }) : entry.place,
        judgedThere,
      }));
    }
    case "unreadable":
      return [];
  }
}

/** The keys of a ConfigMap or Secret. */
function entriesOf(object: Resource): Entry[] {
  const secret = object.type.name.startsWith("Secret");
  return objectEntries(object).map(([name, value]) => ({ name, place: placeOf(value), value, secret }));
}

function problemsOf(entry: Entry, gateway?: Gateway): NameProblem[] {
  const { name, place, judgedThere } = entry;
  const setting = findSetting(name);
  if (!setting) return judgedThere ? [] : undocumented(name, place);
  const tooNew = gateway && needsNewer(entry, setting.since, gateway);
  if (tooNew) return [tooNew];
  return judgedThere
    ? []
    : [...valueProblems(entry, setting.values), ...supportProblems(entry, setting.unsupported)];
}

/** A name with one of the gateway's prefixes, or similar to one of its names. */
function undocumented(name: string, place: string): NameProblem[] {
  if (!name.includes(".") || isTolerated(name)) return [];
  const nearest = settingsOfValues.get(name) ?? nearestName(name, settingNames);
  return nearest !== undefined || isUndocumentedSetting(name)
    ? [{ kind: "setting", name, place, nearest }]
    : [];
}

/** The settings that the chart derives from its values. */
const settingsOfValues = new Map([...chartSettingNames].map(([setting, value]) => [value, setting]));

/** gateway-entra-setup checks the settings of Entra ID, since they depend on the method. */
const signIn = /^(?:gateway\.name|config\.service\.auth)(?:\.|$)/;

function needsNewer(
  { name, place, value }: Entry,
  since: string | undefined,
  { image, installer }: Gateway,
): NameProblem | undefined {
  // The user didn't write the settings that an installer derives from its values and defaults.
  const written = !installer || value?.path.at(-1) === name;
  if (since === undefined || !written || signIn.test(name) || image.kind !== "known") return undefined;
  const tag = parseTag(image.reference.tag ?? "latest");
  if (tag.kind !== "version") return undefined;
  const version = `${tag.major}.${tag.minor}.${tag.patch}`;
  return lt(version, since) ? { kind: "tooNew", name, place, since, version } : undefined;
}
