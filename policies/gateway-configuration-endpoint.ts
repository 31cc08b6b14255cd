import { settingsHolders, settingsNamed } from "../analysis/credentials/written-settings";
import { endpointFix, readEndpoint } from "../azure/endpoint";
import { isReference } from "../gateway/model/settings";
import { matchesAny } from "../pulumi/glob";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const gatewayConfigurationEndpoint = resourcePolicy({
  name: "gateway-configuration-endpoint",
  displayName: "Gateway asks the configuration endpoint",
  description:
    "A self-hosted gateway gets its configuration from the configuration endpoint of version 2, over https, from a host whose certificate it checks.",
  level: "mandatory",
  severity: "high",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Set config.service.endpoint to https://<service>.configuration.azure-api.net (.us, .cn in the sovereign clouds), or to the service's custom host name of type ConfigurationApi.",
  judges: settingsHolders,
  options: {
    customHosts: {
      type: "array",
      items: { type: "string", format: "glob" },
      description: "Globs of the custom host names that are accepted. Not set: any.",
    },
  },
  messages: {
    empty: "{place} is empty, so the gateway has nowhere to get its configuration. Write `{fix}`.",
    unreadable: "{place} is no host name. Write `{fix}`.",
    retired:
      "{place} is `{host}`, the configuration endpoint of version 1, which was switched off on 2023-10-01. Write `{fix}`.",
    foreign: "{place} is `{host}`, which is {what}, not the configuration endpoint. Write `{fix}`.",
    insecure: "{place} is not reached over https. Write `{fix}`.",
    custom:
      "{place} is `{host}`, which is not among `customHosts`. Write an accepted host, or `https://<service>.configuration.azure-api.net`.",
    userinfo:
      "{place} holds a user name or password, which no configuration endpoint asks for. Write `{fix}`.",
    unchecked:
      "{place} is true, so anybody between the gateway and Azure can pose as the configuration endpoint. Remove the setting; it is for tests only.",
    unknown: "{place} is not known before the update; it is judged during the update.",
  },

  check(holder, { options, defect, notice, unknown }) {
    const { customHosts } = options;
    for (const { value, place, elsewhere } of settingsNamed(holder, "config.service.endpoint")) {
      if (value.unknown && elsewhere) notice("unknown", { place });
      else if (value.unknown) unknown(value);
      if (value.text === undefined || isReference(value.text)) continue;

      const endpoint = readEndpoint(value.text);
      const fix = endpointFix(endpoint);
      if (endpoint.kind === "empty" || endpoint.kind === "unreadable") defect(endpoint.kind, { place, fix });
      else if (endpoint.kind === "retired") defect("retired", { place, host: endpoint.host, fix });
      else if (endpoint.kind === "foreign")
        defect("foreign", { place, host: endpoint.host, what: endpoint.what, fix });
      else if (endpoint.insecure) defect("insecure", { place, fix });
      else if (endpoint.kind === "custom" && customHosts && !matchesAny(customHosts, endpoint.host))
        defect("custom", { place, host: endpoint.host });
      else if (endpoint.userinfo) notice("userinfo", { place, fix });
    }

    const check = "config.service.endpoint.disableCertificateValidation";
    for (const { value, place, elsewhere } of settingsNamed(holder, check)) {
      if (value.unknown && elsewhere) notice("unknown", { place });
      else if (value.unknown) unknown(value);
      else if (value.text?.trim().toLowerCase() === "true") defect("unchecked", { place });
    }
  },
});
