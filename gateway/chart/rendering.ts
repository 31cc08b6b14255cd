import type { Path, Value } from "../../pulumi/value";
import { minimumChart } from "../../support/entra";
import type { Unrendered } from "../model/gateway";
import type { ChartReference } from "./name";
import type { ChartValues } from "./values";
import { isSince } from "./version";

/**
 * What the chart's templates require before they render how the gateway signs in: `required` fails for what is absent and
 * for an empty text. Undefined where nothing is missing, or may not be.
 * Source: templates/secret.yaml (since 1.7.0) and templates/serviceaccount.yaml (since 1.15.0) of the chart, rendered with Helm.
 */
export function unrendered(values: ChartValues, chart: ChartReference): Unrendered | undefined {
  const type = values.get("gateway", "auth", "type");
  if (type.unknown || !isSince("1.7.0-preview-1", chart)) return undefined;
  switch ((type.text ?? "GatewayToken").toLowerCase()) {
    case "gatewaytoken":
      return makesSecret(values) ? missing(values, "key", [...auth, "key"], tokenElsewhere) : undefined;
    case "azureadapp":
      return makesSecret(values)
        ? missing(values, "app-secret", [...auth, "azureAd", "app", "secret"], secretElsewhere)
        : undefined;
    case "workloadidentity":
      return makesAccount(values) && isSince(minimumChart.workloadIdentity, chart)
        ? missing(values, "app-id", [...auth, "azureAd", "app", "id"], [])
        : undefined;
    default:
      return undefined;
  }
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
  const given = elsewhere.find((other) => isText(values.get(...other)));
  return { kind, given: given?.join(".") };
}

function isText(value: Value): boolean {
  return value.unknown ? false : Boolean(value.text);
}

/** What is unknown may be off. Helm takes every text for true. */
function makesSecret(values: ChartValues): boolean {
  return isLeftOn(values.get("secret", "createSecret"));
}

function makesAccount(values: ChartValues): boolean {
  return isLeftOn(values.get("serviceAccount", "create"));
}

function isLeftOn(value: Value): boolean {
  return !value.unknown && value.text !== "false";
}
