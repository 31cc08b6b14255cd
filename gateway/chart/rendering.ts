import type { Path, Value } from "../../pulumi/value";
import { minimumChart } from "../../support/entra";
import type { Unrendered } from "../model/gateway";
import { isDefault } from "./auth";
import type { ChartReference } from "./name";
import { type ChartValues, isLeftOn } from "./values";
import { isSince } from "./version";

/**
 * What the chart's templates require before they render how the gateway signs in: `required` fails for what is absent and
 * for an empty text. Undefined where nothing is missing, or may not be.
 * Source: templates/secret.yaml (since 1.7.0) and templates/serviceaccount.yaml (since 1.15.0) of the chart, rendered with Helm.
 */
export function unrendered(values: ChartValues, chart: ChartReference): Unrendered | undefined {
  const type = values.get("gateway", "auth", "type");
  if (!isSince("1.7.0-preview-1", chart)) return unrenderedToken(values, chart);
  if (type.unknown) return undefined;
  // Without the whole group the templates fail at its first value.
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
 * Charts before 1.7.0 read no type. Their templates encode the token, which fails without a token and accepts an empty string.
 * Source: templates/secret.yaml of charts 1.0.0-rc to 1.6.0.
 */
function unrenderedToken(values: ChartValues, chart: ChartReference): Unrendered | undefined {
  const key = [...auth, "key"];
  return isSince("1.0.0-rc", chart) && isOn(values, "secret", "createSecret") && values.get(...key).absent
    ? missing(values, "key", key, tokenElsewhere)
    : undefined;
}

const auth = ["gateway", "auth"] as const;

/** Names of the same thing elsewhere: the setting's own, and the Arc extension's. */
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
  return { kind, given: given?.join(".") };
}

/** A value that is not known is given too, unless only what is above it is unknown, which may hold anything else. */
function isGiven(value: Value, path: Path): boolean {
  return value.unknown ? value.path.at(-1) === path.at(-1) : Boolean(value.text);
}

/** What is unknown may be off. */
function isOn(values: ChartValues, ...path: Path): boolean {
  return isLeftOn(values.get(...path)).kind === "yes";
}
