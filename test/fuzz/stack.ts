/** A stack with a gateway on every host, and with secrets wherever a user may put one. */
import { type Resource, secret } from "../../testkit/pack";
import { classicContainerApp, containerApp } from "../../testkit/samples/container-app";
import {
  base64,
  cluster,
  configMap,
  cronJob,
  deployment,
  fromConfigMap,
  fromSecret,
  image,
  kubernetesSecret,
  secretWriter,
  workload,
} from "../../testkit/samples/kubernetes";

const signature = base64("CANARY-of-the-tests");
/** An invalid token, which must never be printed. */
export const canary = `GatewayKey gw&202612010000&${signature}`;
/** The strings that no message may contain: the canary, its part, and its encoded form. */
export const traces = [signature, "CANARY", base64(canary)];

const settings = {
  "config.service.endpoint": "contoso.configuration.azure-api.net",
  "config.service.auth": canary,
  "config.service.auth.key": canary,
  "config.service.auth.azureAd.clientSecret": canary,
};
const env = Object.entries(settings).map(([name, value]) => ({ name, value }));
const labels = { "app.kubernetes.io/component": "self-hosted-gateway", note: canary };
const annotations = { note: canary, "apim-gateway/owner": "team-x" };
const chartValues = {
  image: { repository: image, tag: "2.5.0" },
  gateway: {
    name: "gw",
    configuration: { uri: "contoso.configuration.azure-api.net" },
    auth: { key: canary },
  },
  secret: { createSecret: true },
  commonLabels: labels,
};
const chart = "azure-api-management-gateway";
const charts = "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/";
const metadata = { name: "gateway", namespace: "apim", labels, annotations };

/** New, equal objects for each call, so that a test may change them. */
export function richStack(): Resource[] {
  const provider: Resource = { ...cluster("k8s"), props: { kubeconfig: canary, token: canary } };
  const azure: Resource = {
    type: "pulumi:providers:azure-native",
    name: "azure",
    props: { clientSecret: canary },
  };
  const kubernetes: Resource[] = [
    configMap("settings", settings, { annotations }),
    kubernetesSecret(
      "token",
      { data: { value: base64(canary), "config.service.auth": base64(canary) } },
      { labels },
    ),
    kubernetesSecret("plain", { stringData: { ...settings, value: canary } }, { annotations }),
    secretWriter("ExternalSecret", {
      refreshInterval: "1h",
      target: { name: "token", template: { data: { "config.service.auth": canary } } },
      data: [{ secretKey: "value", remoteRef: { key: canary } }],
    }),
    secretWriter("ClusterExternalSecret", { externalSecretSpec: { target: { name: "token" } } }),
    secretWriter("SecretProviderClass", {
      parameters: { objects: canary },
      secretObjects: [{ secretName: "token", data: [{ key: "value", objectName: canary }] }],
    }),
    secretWriter("SealedSecret", {
      template: { metadata: { name: "token" } },
      encryptedData: { value: canary },
    }),
    cronJob(["generateToken", canary], { pod: { volumes: [{ configMap: { name: "settings" } }] } }),
    deployment({ env, envFrom: [{ configMapRef: { name: "settings" } }], metadata: { labels, annotations } }),
    deployment(
      {
        image: `${image}:latest`,
        env: [
          fromSecret("config.service.auth", "token"),
          fromConfigMap("x", "settings"),
          { name: "t", value: canary },
        ],
        envFrom: [{ secretRef: { name: "plain" }, prefix: "p." }],
        container: { args: [canary], command: ["sh", "-c", canary] },
        podMetadata: { labels, annotations },
      },
      {
        name: "second",
        propertyDependencies: { spec: ["urn:pulumi:dev::test::kubernetes:core/v1:Secret::token"] },
      },
    ),
    workload("StatefulSet", {
      image: `${image}:2.5.0`,
      env: [{ name: "config.service.auth", value: secret(canary) }],
    }),
    workload("Pod", { image: `${image}:beta`, env, metadata: { ownerReferences: [] } }),
    workload("CronJob", { image: `${image}:v1`, env }),
    deployment(
      { env: [{ name: "config.service.auth", value: "workloadIdentity" }, ...env] },
      {
        type: "kubernetes:apps/v1:DeploymentPatch",
      },
    ),
    {
      type: "kubernetes:helm.sh/v3:Release",
      props: {
        chart,
        version: "1.15.1",
        namespace: "apim",
        repositoryOpts: { repo: charts, password: canary },
        values: chartValues,
      },
    },
    {
      type: "kubernetes:argoproj.io/v1alpha1:Application",
      props: {
        metadata,
        spec: {
          destination: { namespace: "apim" },
          source: {
            chart,
            repoURL: charts,
            targetRevision: "1.15.*",
            helm: { valuesObject: chartValues, parameters: [{ name: "gateway.auth.key", value: canary }] },
          },
        },
      },
    },
    {
      type: "kubernetes:argoproj.io/v1alpha1:Application",
      name: "text",
      props: {
        metadata,
        spec: {
          sources: [
            {
              chart,
              repoURL: charts,
              helm: { values: `gateway:\n  auth:\n    key: "${canary}"\nimage: {tag: 2.5.0}` },
            },
          ],
        },
      },
    },
    {
      type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
      props: { metadata, spec: { chart: { spec: { chart, version: "1.15.1" } }, values: chartValues } },
    },
  ];
  const containers = [{ name: "gateway", image: `${image}:2.5.0`, command: [canary] }];
  const variables = env.map(({ name, value }) => ({ name, value }));
  const arc = {
    extensionType: "Microsoft.ApiManagement.Gateway",
    scope: { namespace: { targetNamespace: "apim" } },
    configurationSettings: { "gateway.auth.token": canary, "gateway.auth.type": canary },
    configurationProtectedSettings: { "gateway.auth.token": canary },
  };
  return [
    provider,
    azure,
    ...kubernetes.map((resource) => ({ ...resource, provider })),
    containerApp({
      env: [...variables, { name: "config.service.auth", secretRef: "token" }],
      secrets: [
        { name: "token", value: canary, keyVaultUrl: `https://acme.vault.azure.net/secrets/${canary}` },
      ],
      tags: { note: canary },
    }),
    classicContainerApp({
      env: variables,
      secrets: [{ name: "token", value: canary }],
      container: { args: [canary] },
    }),
    {
      type: "azure-native:kubernetesconfiguration:Extension",
      props: { ...arc, autoUpgradeMinorVersion: true },
    },
    {
      type: "azure:arckubernetes/clusterExtension:ClusterExtension",
      props: { ...arc, releaseTrain: "preview" },
    },
    {
      type: "azure-native:containerinstance:ContainerGroup",
      props: {
        tags: { note: canary },
        containers: [
          {
            ...containers[0],
            environmentVariables: [...variables, { name: "config.service.auth", secureValue: canary }],
          },
        ],
      },
    },
    {
      type: "azure:containerservice/group:Group",
      props: {
        containers: [
          { ...containers[0], environmentVariables: settings, secureEnvironmentVariables: settings },
        ],
      },
    },
    {
      type: "docker:index/container:Container",
      props: {
        image: `${image}:2.5.0`,
        envs: Object.entries(settings).map((entry) => entry.join("=")),
        command: [canary],
      },
    },
    {
      type: "docker:index/service:Service",
      props: { taskSpec: { containerSpec: { image: `${image}:2.5.0`, env: settings, args: [canary] } } },
    },
    {
      type: "azure-native:apimanagement:ApiManagementService",
      props: { serviceName: "contoso", sku: { name: "Developer", capacity: 1 }, tags: { note: canary } },
    },
    {
      type: "azure-native:apimanagement:Gateway",
      props: { serviceName: "contoso", gatewayId: "gw", description: canary, locationData: { name: "x" } },
    },
  ];
}
