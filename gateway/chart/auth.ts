import type { Value } from "../../pulumi/value";
import { minimumChart } from "../../support/entra";
import { settingName } from "../model/setting-names";
import type { SettingSource } from "../model/settings";
import { type Copy, copy, literal } from "./copy";
import { type Installation, objectNamed } from "./installation";
import { type ChartValues, isLeftOn } from "./values";
import { isSince } from "./version";

/** The types that a chart supports. Source: its templates; before 1.7.0 they read no type and expect a token. */
function authTypes({ chart }: Installation): string[] {
  if (!isSince("1.7.0-preview-1", chart)) return [];
  return [
    "GatewayToken",
    "AzureAdApp",
    ...(isSince(minimumChart.workloadIdentity, chart) ? ["WorkloadIdentity"] : []),
  ];
}

/** For any other type, the chart silently renders no authentication. */
export function unknownAuthType(installation: Installation): SettingSource[] {
  const type = installation.values.get("gateway", "auth", "type");
  const mustBe = authTypes(installation);
  return isDefault(type) || type.unknown || mustBe.length === 0 || knownType(type, mustBe)
    ? []
    : [{ kind: "literal", name: settingName.auth, value: type, mustBe }];
}

/** `null` removes the chart's default. */
export function isDefault(type: Value): boolean {
  return !type.unknown && type.whole === undefined;
}

/** Case-insensitive. Source: templates/serviceaccount.yaml of the chart, 1.15, which compares in lower case. */
function knownType({ text = "" }: Value, types: readonly string[]): string | undefined {
  return types.find((known) => known.toLowerCase() === text.toLowerCase());
}

/** The settings with which the gateway authenticates, by the type in the values. */
export function auth(installation: Installation): SettingSource[] {
  const { values } = installation;
  const type = values.get("gateway", "auth", "type");
  const types = authTypes(installation);
  if (type.unknown && types.length > 0) return [literal(settingName.auth, type)];
  switch (isDefault(type) || types.length === 0 ? "GatewayToken" : knownType(type, types)) {
    case "GatewayToken":
      return [tokenSource(installation)];
    case "AzureAdApp":
      return [literal(settingName.auth, type.with("azureAdApp")), ...entraApp(installation)];
    case "WorkloadIdentity":
      return [literal(settingName.auth, type.with("workloadIdentity"))];
    default:
      return [];
  }
}

function tokenSource(installation: Installation): SettingSource {
  const { tokenFrom, values } = installation;
  const token = values.get("gateway", "auth", "key");
  return tokenFrom && token.unknown === "unread" && makesSecret(values)
    ? { kind: "key", name: settingName.auth, ...tokenFrom, isToken: true }
    : fromSecret(installation, settingName.auth, "gateway-key", token, true);
}

/** The values that the chart copies for an Entra app. */
export const copiedForApp: readonly Copy[] = [
  [settingName.tenantId, "gateway.auth.azureAd.tenant.id"],
  [settingName.clientId, "gateway.auth.azureAd.app.id"],
  [settingName.authority, "gateway.auth.azureAd.authority"],
];

function entraApp(installation: Installation): SettingSource[] {
  const { values } = installation;
  return [
    ...copiedForApp.flatMap((entry) => copy(values, entry)),
    fromSecret(
      installation,
      settingName.clientSecret,
      "azure-ad-app-secret",
      values.get("gateway", "auth", "azureAd", "app", "secret"),
      false,
    ),
  ];
}

function makesSecret(values: ChartValues): boolean {
  return isLeftOn(values.get("secret", "createSecret")).kind !== "no";
}

/** The chart creates a Secret from the value, or is configured to use an existing one. */
function fromSecret(
  installation: Installation,
  name: string,
  keyName: string,
  value: Value,
  isToken: boolean,
): SettingSource {
  const { values, namespace, exposure } = installation;
  const key = value.with(keyName);
  if (!makesSecret(values)) {
    const existing = values.get("secret", "existingSecretName");
    return { kind: "key", name, object: { kind: "Secret", name: existing, namespace }, key, isToken };
  }
  const object = { kind: "Secret", name: objectNamed(installation, 63), namespace } as const;
  return { kind: "key", name, object, key, value, isToken, ...(exposure && { exposure }) };
}
