import { credentialOf, endpoint, type GatewayOf, isComplete } from "./gateway";
import type { State } from "./state";

/** Microsoft's extension on a cluster with Azure Arc. */
export function arc(gateway: GatewayOf): State[] {
  const { name, tag } = gateway;
  const inputs = {
    resourceGroupName: "gateways",
    clusterRp: "Microsoft.Kubernetes",
    clusterResourceName: "connectedClusters",
    clusterName: name,
    extensionName: "gateway",
    extensionType: "Microsoft.ApiManagement.Gateway",
    autoUpgradeMinorVersion: false,
    version: "1.2.3",
    scope: { namespace: { targetNamespace: "gateways" } },
    configurationSettings: {
      "gateway.configuration.uri": endpoint,
      "gateway.configuration.backup.enabled": String(isComplete(gateway, "backup")),
      "service.type": "LoadBalancer",
      "highAvailability.enabled": "true",
      "resources.requests.cpu": "2",
      "resources.requests.memory": "2Gi",
      "image.tag": tag,
    },
    configurationProtectedSettings: { "gateway.auth.token": credentialOf(gateway)?.value },
  };
  return [{ type: "azure-native:kubernetesconfiguration:Extension", name, inputs }];
}

/** The CronJob that rotates the stores' tokens. */
export const rotationJob: State = {
  type: "kubernetes:batch/v1:CronJob",
  name: "rotate-tokens",
  inputs: {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "rotate-tokens", namespace: "gateways" },
    spec: {
      schedule: "0 4 * * 1",
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: "OnFailure",
              containers: [
                {
                  name: "rotate",
                  image: "contoso.azurecr.io/tools/azure-cli:2.78.0",
                  command: ["sh", "-c", "az rest --method post --url $GATEWAY/generateToken"],
                },
              ],
            },
          },
        },
      },
    },
  },
};
