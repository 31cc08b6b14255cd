import { type Expected, reports } from "../messages";
/** Policies that check other resources than gateways: what they check, a bad stack and the nearest good one. */
import type { Resource } from "../pack";
import { native } from "../samples/entra";
import { kubernetesWorkload } from "./kubernetes-workload";

export interface Elsewhere {
  /** What it checks. */
  readonly checks: string;
  readonly bad: readonly Resource[];
  readonly good: readonly Resource[];
  readonly reports: Expected;
  /** The day on which the bad stack is bad, if that depends on the day. */
  readonly badOn?: string;
}

const [gateway] = kubernetesWorkload.shapes[0]?.good.slice(-1) ?? [];
const anyGateway = gateway ? [gateway] : [];

const hostName = (tls: object): Resource => ({
  type: "azure-native:apimanagement:GatewayHostnameConfiguration",
  props: { serviceName: "contoso", gatewayId: "gw-europe", hostname: "api.contoso.com", ...tls },
});

export const elsewhere: Readonly<Record<string, Elsewhere>> = {
  "apim-configuration-api": {
    checks: "API Management services in the tiers Developer and Premium",
    bad: [native.service("contoso")],
    good: [native.service("contoso", { configurationApi: { legacyApi: "Disabled" } })],
    reports: reports("unset"),
  },
  "gateway-hostname-tls": {
    checks: "hostnames of gateways in API Management",
    bad: [hostName({ tls11Enabled: true })],
    good: [hostName({ tls11Enabled: false })],
    reports: reports("old", { versions: "1.1" }),
  },
  "gateway-release-data": {
    checks: "the age of the pack's list of releases, if the stack has a gateway",
    bad: anyGateway,
    good: anyGateway,
    reports: reports("old"),
    badOn: "2036-01-01",
  },
};
