import { gatewayHostNames } from "../azure/host-name";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

export const gatewayHostnameTls = resourcePolicy({
  name: "gateway-hostname-tls",
  displayName: "Gateway host names take no old TLS",
  description: "The host names of a self-hosted gateway take neither TLS 1.0 nor TLS 1.1.",
  level: "advisory",
  severity: "medium",
  row: row("network"),
  remediationSteps: "Leave tls10Enabled and tls11Enabled out, or set them to false.",
  judges: gatewayHostNames,
  options: {},
  messages: {
    old: "{name} takes TLS {versions} (`{paths}`), which nobody should speak any more. Write false.",
  },

  check({ name, oldTls }, { defect, unknown }) {
    for (const { enabled } of oldTls) if (enabled.unknown) unknown(enabled);
    const on = oldTls.filter(({ enabled }) => enabled.text?.toLowerCase() === "true");
    if (on.length === 0) return;
    defect("old", {
      name: name === undefined ? "The host name" : `The host name \`${name}\``,
      versions: on.map(({ version }) => version).join(" and "),
      paths: on.map(({ enabled }) => pathText(enabled.path)).join("`, `"),
    });
  },
});
