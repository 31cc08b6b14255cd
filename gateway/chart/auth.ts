import type { Value } from "../../pulumi/value";
import { settingName } from "../model/setting-names";
import type { SettingSource } from "../model/settings";
import { type Copy, copy, literal } from "./copy";
import { type Installation, objectNamed } from "./installation";
import type { ChartValues } from "./values";

const authTypes = ["GatewayToken", "AzureAdApp", "WorkloadIdentity"];

/** The chart renders no authentication for any other type, without an error. */
export function unknownAuthType(values: ChartValues): SettingSource[] {
  const type = values.get("gateway", "auth", "type");
  return type.absent || type.unknown || knownType(type)
    ? []
    : [{ kind: "literal", name: settingName.auth, value: type, mustBe: authTypes }];
}

/** Capitals do not count. Source: templates/serviceaccount.yaml of the chart, 1.15, which compares in lower case. */
function knownType({ text = "" }: Value): string | undefined {
  return authTypes.find((known) => known.toLowerCase() === text.toLowerCase());
}

/** The settings with which the gateway signs in, by the type that is asked for. */
export function auth(installation: Installation): SettingSource[] {
  const { values } = installation;
  const type = values.get("gateway", "auth", "type");
  if (type.unknown) return [literal(settingName.auth, type)];
  switch (type.absent ? "GatewayToken" : knownType(type)) {
    case "GatewayToken": {
      const token = values.get("gateway", "auth", "key");
      const { tokenFrom } = installation;
      if (tokenFrom && token.unknown === "unread" && makesSecret(values)) {
        return [{ kind: "key", name: settingName.auth, ...tokenFrom, isToken: true }];
      }
      return [fromSecret(installation, settingName.auth, "gateway-key", token, true)];
    }
    case "AzureAdApp":
      return [literal(settingName.auth, type.with("azureAdApp")), ...entraApp(installation)];
    case "WorkloadIdentity":
      return [literal(settingName.auth, type.with("workloadIdentity"))];
    default:
      return [];
  }
}

/** What the chart copies for an Entra app. */
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
  return values.get("secret", "createSecret").text !== "false";
}

/** The chart makes a Secret of its own from the value, or is told to use one that exists. */
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
