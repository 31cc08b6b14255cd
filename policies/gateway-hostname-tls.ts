import { gatewayHostNames } from "../azure/host-name";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

export const gatewayHostnameTls = resourcePolicy({
  name: "gateway-hostname-tls",
  displayName: "Gateway hostnames disable TLS 1.0 and 1.1",
  description: "Disallows TLS 1.0 and 1.1 on the hostnames of a self-hosted gateway.",
  level: "advisory",
  severity: "medium",
  row: row("network"),
  remediationSteps: "Remove tls10Enabled and tls11Enabled, or set them to false.",
  judges: gatewayHostNames,
  options: {},
  messages: {
    old: "Hostname `{name}` allows TLS {versions}, which has known weaknesses. Set `{paths}` to `false`.",
    oldUnnamed: "This hostname allows TLS {versions}, which has known weaknesses. Set `{paths}` to `false`.",
  },

  check({ name, oldTls }, { defect, unknown }) {
    for (const { enabled } of oldTls) if (enabled.unknown) unknown(enabled);
    const on = oldTls.filter(({ enabled }) => enabled.text?.toLowerCase() === "true");
    if (on.length === 0) return;
    const values = {
      versions: on.map(({ version }) => version).join(", "),
      paths: on.map(({ enabled }) => pathText(enabled.path)).join("`, `"),
    };
    if (name === undefined) defect("oldUnnamed", values);
    else defect("old", { name, ...values });
  },
});
