import {
  applicationOf,
  clientIdOf,
  credentialOf,
  endpoint,
  type GatewayOf,
  isComplete,
  labelsOf,
  tenantId,
} from "./gateway";
import { encrypted, type Props, type State } from "./state";

const chart = "azure-api-management-gateway";
const charts = "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/";

/** Values of Microsoft's chart. */
function valuesOf(gateway: GatewayOf): Props {
  const { name, tag, auth, replicas } = gateway;
  const app = { app: { id: clientIdOf(name) } };
  const secretOf = { app: { id: clientIdOf(name), secret: encrypted(`secret of ${name}`) } };
  const credential = credentialOf(gateway);
  const methods = {
    workloadIdentity: { type: "WorkloadIdentity", azureAd: app },
    app: { type: "AzureAdApp", azureAd: { tenant: { id: tenantId }, ...secretOf } },
    token: { type: "GatewayToken", key: credential?.value },
  };
  return {
    image: { tag },
    ...(replicas !== undefined && { replicaCount: replicas }),
    ...(gateway.owner && { commonLabels: labelsOf(gateway) }),
    gateway: {
      name,
      configuration: { uri: endpoint, backup: { enabled: isComplete(gateway, "backup") } },
      auth: methods[auth.kind],
    },
    ...(isComplete(gateway, "requests") && { resources: { requests: { cpu: "2", memory: "2Gi" } } }),
    securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
    podSecurityContext: { fsGroup: 1001 },
    ...gateway.settings,
  };
}

/** A release of Microsoft's chart. */
export function helm(gateway: GatewayOf): State[] {
  const { name } = gateway;
  const inputs = {
    name,
    namespace: "gateways",
    chart,
    version: "1.16.1",
    repositoryOpts: { repo: charts },
    values: valuesOf(gateway),
  };
  return [...applicationOf(gateway), { type: "kubernetes:helm.sh/v3:Release", name, inputs }];
}

/** An Application of Argo CD. */
export function argoCd(gateway: GatewayOf): State[] {
  const { name } = gateway;
  const source = {
    ...{ repoURL: charts, chart, targetRevision: "1.16.1" },
    helm: { releaseName: name, valuesObject: valuesOf(gateway) },
  };
  const inputs = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project: "default",
      source,
      destination: { server: `https://${name}.hcp.eastus.azmk8s.io:443`, namespace: "gateways" },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
  return [{ type: "kubernetes:argoproj.io/v1alpha1:Application", name, inputs }];
}
