// Microsoft's extension for clusters with Azure Arc and for AKS, in the native and the classic provider. The classic
// provider has a type for each kind of cluster. The extension supports only access tokens.
// Mistakes: the token of the first extension is in its settings instead of its protected settings, and Azure upgrades
// the extension automatically; the second sets an image version that is out of support; the third sets no version.
import * as kubernetesconfiguration from "@pulumi/azure-native/kubernetesconfiguration";
import { endpoint, newGateway, resourceGroupName } from "./azure";
import { ClusterExtension, KubernetesClusterExtension } from "./classic-azure";

const extensionType = "Microsoft.ApiManagement.Gateway";
const cluster = (provider: string, kind: string, name: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/apim/providers/${provider}/${kind}/${name}`;

new kubernetesconfiguration.Extension("vienna", {
  resourceGroupName,
  clusterRp: "Microsoft.Kubernetes",
  clusterResourceName: "connectedClusters",
  clusterName: "vienna",
  extensionName: "gateway",
  extensionType,
  scope: { namespace: { targetNamespace: "apim" } },
  configurationSettings: {
    "gateway.configuration.uri": endpoint,
    "gateway.auth.token": newGateway("vienna"),
    "service.type": "LoadBalancer",
  },
});

new ClusterExtension("prague", {
  name: "gateway",
  clusterId: cluster("Microsoft.Kubernetes", "connectedClusters", "prague"),
  extensionType,
  version: "1.2.3",
  targetNamespace: "apim",
  identity: { type: "SystemAssigned" },
  configurationSettings: {
    "gateway.configuration.uri": endpoint,
    "service.type": "LoadBalancer",
    "image.tag": "2.8.1",
  },
  configurationProtectedSettings: { "gateway.auth.token": newGateway("prague") },
});

new KubernetesClusterExtension("zurich", {
  name: "gateway",
  clusterId: cluster("Microsoft.ContainerService", "managedClusters", "zurich"),
  extensionType,
  targetNamespace: "apim",
  configurationSettings: { "gateway.configuration.uri": endpoint, "service.type": "LoadBalancer" },
  configurationProtectedSettings: { "gateway.auth.token": newGateway("zurich") },
});
