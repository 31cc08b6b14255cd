import type { Path, Value } from "../../pulumi/value";
import { minimumChart } from "../../support/entra";
import type { Unrendered } from "../model/gateway";
import { isDefault } from "./auth";
import type { ChartReference } from "./name";
import { type ChartValues, isLeftOn } from "./values";
import { isSince } from "./version";

/**
 * The value without which the chart's templates for authentication fail: `required` rejects an absent value and an
 * empty string. Undefined if none is missing, or if it is unknown.
 * Source: templates/secret.yaml (since 1.7.0) and templates/serviceaccount.yaml (since 1.15.0) of the chart, rendered
 * with Helm.
 */
export function unrendered(values: ChartValues, chart: ChartReference): Unrendered | undefined {
  const type = values.get("gateway", "auth", "type");
  if (!isSince("1.7.0-preview-1", chart)) return unrenderedToken(values, chart);
  if (type.unknown) return undefined;
  // If the whole group is absent, the templates fail at its first value.
  const isGone = values.get(...auth).whole === null;
  switch (isDefault(type) || isGone ? "gatewaytoken" : type.text?.toLowerCase()) {
    case "gatewaytoken":
      return isOn(values, "secret", "createSecret")
        ? missing(values, "key", [...auth, "key"], tokenElsewhere)
        : undefined;
    case "azureadapp":
      return isOn(values, "secret", "createSecret")
        ? missing(values, "app-secret", [...auth, "azureAd", "app", "secret"], secretElsewhere)
        : undefined;
    case "workloadidentity":
      return isOn(values, "serviceAccount", "create") && isSince(minimumChart.workloadIdentity, chart)
        ? missing(values, "app-id", [...auth, "azureAd", "app", "id"], [])
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Charts before 1.7.0 read no type. Their templates encode the token, which fails if it is absent and accepts an empty
 * string.
 * Source: templates/secret.yaml of charts 1.0.0-rc to 1.6.0.
 */
function unrenderedToken(values: ChartValues, chart: ChartReference): Unrendered | undefined {
  const key = [...auth, "key"];
  return isSince("1.0.0-rc", chart) && isOn(values, "secret", "createSecret") && values.get(...key).absent
    ? missing(values, "key", key, tokenElsewhere)
    : undefined;
}

const auth = ["gateway", "auth"] as const;

/** The names that users confuse with it: the setting's, and the Arc extension's. */
const tokenElsewhere: readonly Path[] = [
  [...auth, "token"],
  ["config", "service", "auth"],
  ["config.service.auth"],
];
const secretElsewhere: readonly Path[] = [
  ["config", "service", "auth", "azureAd", "clientSecret"],
  ["config.service.auth.azureAd.clientSecret"],
];

function missing(
  values: ChartValues,
  kind: Unrendered["kind"],
  path: Path,
  elsewhere: readonly Path[],
): Unrendered | undefined {
  const value = values.get(...path);
  if (value.unknown || (!value.absent && value.text !== "")) return undefined;
  const given = elsewhere.find((other) => isGiven(values.get(...other), other));
  return { kind, value: path.join("."), given: given?.join(".") };
}

/** An unknown value counts as given, unless only an object above it is unknown, which may lack it. */
function isGiven(value: Value, path: Path): boolean {
  return value.unknown ? value.path.at(-1) === path.at(-1) : Boolean(value.text);
}

/** An unknown switch may be off. */
function isOn(values: ChartValues, ...path: Path): boolean {
  return isLeftOn(values.get(...path)).kind === "yes";
}
