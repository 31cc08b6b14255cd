import { settingsHolders, settingsNamed, type Written } from "../analysis/credentials/written-settings";
import { type EndpointUrl, endpointFix, type ForeignHost, readEndpoint } from "../azure/endpoint";
import { settingName } from "../gateway/model/setting-names";
import { isReference } from "../gateway/model/settings";
import { matchesAny } from "../pulumi/glob";
import { never } from "../pulumi/match";
import { type Judgment, resourcePolicy } from "../pulumi/policy";
import { isTrue } from "../pulumi/value";
import { row } from "../support/responsibilities";

const options = {
  customHosts: {
    type: "array",
    items: { type: "string", format: "glob" },
    description: "Globs over allowed custom hostnames. By default, any is allowed.",
  },
} as const;

const messages = {
  empty: "`{setting}` ({place}) is empty, so the gateway gets no configuration. Set it to `{fix}`.",
  unreadable: "`{setting}` ({place}) isn't a valid hostname. Set it to `{fix}`.",
  retired:
    "`{setting}` ({place}) is `{host}`, the configuration endpoint of version 1, which was retired on 2023-10-01. Set it to `{fix}`.",
  foreign:
    "`{setting}` ({place}) is `{host}` ({what}), which isn't the configuration endpoint. Set it to `{fix}`.",
  foreignOther: "`{setting}` ({place}) is `{host}`, which isn't a configuration endpoint. Set it to `{fix}`.",
  insecure: "`{setting}` ({place}) doesn't use https. Set it to `{fix}`.",
  custom:
    "`{setting}` ({place}) is `{host}`, which isn't in `customHosts`. Use an allowed host, or `https://<service>.configuration.azure-api.net`.",
  userinfo:
    "`{setting}` ({place}) contains a user name or password, which no configuration endpoint requires. Set it to `{fix}`.",
  unchecked:
    "`{setting}` ({place}) is `true`, so the gateway trusts anyone who poses as the configuration endpoint. Remove it; it is for tests only.",
  unknown: "`{setting}` ({place}) is checked during the update, because its value is unknown before it.",
} as const;

type Report = Judgment<typeof options, typeof messages>;

export const gatewayConfigurationEndpoint = resourcePolicy({
  name: "gateway-configuration-endpoint",
  displayName: "Gateway uses a valid configuration endpoint",
  description: "Requires the configuration endpoint of version 2, over https, with certificate validation.",
  level: "mandatory",
  severity: "high",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Set config.service.endpoint to https://<service>.configuration.azure-api.net (.us, .cn in the sovereign clouds), or to the service's custom hostname of type ConfigurationApi.",
  judges: settingsHolders,
  options,
  messages,

  check(holder, report) {
    for (const written of settingsNamed(holder, settingName.endpoint)) checkEndpoint(written, report);
    const validation = settingName.certificateValidation;
    for (const written of settingsNamed(holder, validation)) checkValidation(written, report);
  },
});

function checkEndpoint(written: Written, report: Report) {
  const { value, place } = written;
  if (value.unknown) return reportUnknown(settingName.endpoint, written, report);
  if (value.text === undefined || isReference(value.text)) return;
  const endpoint = readEndpoint(value.text);
  const values = { setting: settingName.endpoint, place, fix: endpointFix(endpoint) };
  switch (endpoint.kind) {
    case "empty":
    case "unreadable":
      return report.defect(endpoint.kind, values);
    case "retired":
      return report.defect("retired", { ...values, host: endpoint.host });
    case "foreign":
      return endpoint.role === "other"
        ? report.defect("foreignOther", { ...values, host: endpoint.host })
        : report.defect("foreign", { ...values, host: endpoint.host, what: nouns[endpoint.role] });
    case "configuration":
    case "custom":
      return checkHost(endpoint, values, report);
    default:
      return never(endpoint);
  }
}

/** Azure's names for the services at these hosts. */
const nouns: Readonly<Record<Exclude<ForeignHost, "other">, string>> = {
  "resource-manager": "Azure Resource Manager",
  "azure-portal": "Azure portal",
  "entra-id": "Microsoft Entra ID",
  gateway: "API gateway",
  "regional-gateway": "regional API gateway",
  "publisher-portal": "publisher portal",
  "developer-portal": "developer portal",
  git: "Git repository",
};

/** A hostname that can be the configuration endpoint. */
function checkHost(
  { kind, host, insecure, userinfo }: EndpointUrl,
  values: { readonly setting: string; readonly place: string; readonly fix: string },
  report: Report,
) {
  const { customHosts } = report.options;
  if (insecure) return report.defect("insecure", values);
  if (kind === "custom" && customHosts && !matchesAny(customHosts, host))
    return report.defect("custom", { ...values, host });
  if (userinfo) report.note("userinfo", values);
}

function checkValidation(written: Written, report: Report) {
  const { value, place } = written;
  const setting = settingName.certificateValidation;
  if (value.unknown) return reportUnknown(setting, written, report);
  if (isTrue(value)) report.defect("unchecked", { setting, place });
}

/** A value in another object is reported at that object's place. */
function reportUnknown(setting: string, { value, place, elsewhere }: Written, report: Report) {
  return elsewhere ? report.note("unknown", { setting, place }) : report.unknown(value);
}
