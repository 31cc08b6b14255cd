// Credentials in every place of every host that can carry one, right and wrong. Each contains a mark that identifies it
// in any output, and is a secret in Pulumi, so only the policies could reveal it. `exposed-*` must be found by
// gateway-token-protected as a defect, `kept-*` must not; what is with `flawed-*` is wrong in other ways.
import * as pulumi from "@pulumi/pulumi";
import { mark } from "./mark";

const end = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
const token = `GatewayKey gw&${end}0000&${Buffer.from(`${mark}: signs nothing`).toString("base64")}`;
const clientSecret = `${mark}-client-secret`;

const image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";
const chart = "azure-api-management-gateway";
const endpoint = "contoso-apim.configuration.azure-api.net";
const auth = "config.service.auth";
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A resource of any type. */
class Resource extends pulumi.CustomResource {}

let count = 0;
function declare(expected: "exposed" | "kept" | "flawed", type: string, props: object): void {
  new Resource(type, `${expected}-${count++}`, seal(props) as pulumi.Inputs);
}

/** The same with each string that contains a mark as a secret of Pulumi. */
function seal(value: unknown): unknown {
  if (typeof value === "string")
    return [mark, base64(mark)].some((each) => value.includes(each)) || value.includes(base64(token))
      ? pulumi.secret(value)
      : value;
  if (Array.isArray(value)) return value.map(seal);
  if (typeof value !== "object" || value === null || value instanceof pulumi.asset.StringAsset) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, seal(each)]));
}

const metadata = { name: "gateway", namespace: "apim" };
const pod = (container: object, annotations = {}) => ({
  metadata: { ...metadata, annotations },
  spec: { template: { spec: { containers: [{ name: "gateway", image, ...container }] } } },
});
const deployment = "kubernetes:apps/v1:Deployment";
declare("exposed", deployment, pod({ env: [{ name: auth, value: token }] }));
declare("exposed", deployment, pod({ args: ["--token", token] }));
declare("exposed", deployment, pod({}, { note: token }));
declare("exposed", "kubernetes:core/v1:ConfigMap", { metadata, data: { [auth]: token } });
declare("exposed", "kubernetes:core/v1:ConfigMap", {
  metadata: { ...metadata, name: "app" },
  data: { [`${auth}.azureAd.clientSecret`]: clientSecret },
});
declare("kept", "kubernetes:core/v1:Secret", { metadata, stringData: { [`${auth}.key`]: token } });
declare("kept", "kubernetes:core/v1:Secret", {
  metadata: { ...metadata, name: "data" },
  data: { [auth]: base64(token) },
});

const values = { gateway: { configuration: { uri: endpoint }, auth: { key: token } } };
const text = `gateway:\n  auth:\n    key: ${token}\n`;
declare("kept", "kubernetes:helm.sh/v3:Release", { chart, values });
declare("kept", "kubernetes:helm.sh/v3:Release", {
  chart,
  valueYamlFiles: [pulumi.secret(new pulumi.asset.StringAsset(text))],
});
const application = (helm: object) => ({ metadata, spec: { source: { chart, helm } } });
for (const helm of [
  { values: text },
  { valuesObject: values },
  { parameters: [{ name: "gateway.auth.key", value: token }] },
]) {
  declare("exposed", "kubernetes:argoproj.io/v1alpha1:Application", application(helm));
  declare("exposed", "kubernetes:argoproj.io/v1alpha1:ApplicationSet", {
    metadata,
    spec: { template: application(helm) },
  });
}
declare("exposed", "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease", {
  metadata,
  spec: { chart: { spec: { chart } }, values },
});

const extensionType = "Microsoft.ApiManagement.Gateway";
for (const type of [
  "azure-native:kubernetesconfiguration:Extension",
  "azure:arckubernetes/clusterExtension:ClusterExtension",
  "azure:containerservice/kubernetesClusterExtension:KubernetesClusterExtension",
]) {
  declare("exposed", type, { extensionType, configurationSettings: { "gateway.auth.token": token } });
  declare("kept", type, { extensionType, configurationProtectedSettings: { "gateway.auth.token": token } });
}

const secrets = [{ name: "token", value: token }];
const native = "azure-native:app:ContainerApp";
const nativeApp = (env: object[], more = {}) => ({ template: { containers: [{ image, env }] }, ...more });
declare("exposed", native, nativeApp([{ name: auth, value: token }]));
declare("exposed", native, nativeApp([], { tags: { note: token } }));
declare("kept", native, nativeApp([{ name: auth, secretRef: "token" }], { configuration: { secrets } }));
const classic = "azure:containerapp/app:App";
const classicApp = (envs: object[], more = {}) => ({ template: { containers: [{ image, envs }] }, ...more });
declare("exposed", classic, classicApp([{ name: auth, value: token }]));
declare("kept", classic, classicApp([{ name: auth, secretName: "token" }], { secrets }));

const containers = (container: object) => ({ containers: [{ image, ...container }] });
const group = "azure-native:containerinstance:ContainerGroup";
declare("exposed", group, containers({ environmentVariables: [{ name: auth, value: token }] }));
declare("exposed", group, containers({ command: ["run", token] }));
declare("kept", group, containers({ environmentVariables: [{ name: auth, secureValue: token }] }));
const classicGroup = "azure:containerservice/group:Group";
declare("exposed", classicGroup, containers({ environmentVariables: { [auth]: token } }));
declare("kept", classicGroup, containers({ secureEnvironmentVariables: { [auth]: token } }));

const container = "docker:index/container:Container";
declare("exposed", container, { image, envs: [`${auth}=${token}`] });
declare("exposed", container, { image, command: ["run", token] });
declare("exposed", container, { image, labels: [{ label: "note", value: token }] });
const service = "docker:index/service:Service";
declare("exposed", service, { taskSpec: { containerSpec: { image, env: { [auth]: token } } } });
declare("exposed", service, { taskSpec: { containerSpec: { image, args: [token] } } });

// The defect is reported, but not the value.
const env = (settings: object) => Object.entries(settings).map(([name, value]) => ({ name, value }));
for (const settings of [
  { [auth]: `${token}\n` },
  { [auth]: token.replace("GatewayKey ", "") },
  { [auth]: token.replace(end, "20201301") },
  { [auth]: clientSecret },
  { "config.service.endpoint": `https://user:${mark}@${endpoint}` },
  { [auth]: "azureAdApp", [`${auth}.azureAd.clientSecret`]: clientSecret },
])
  declare("flawed", deployment, pod({ env: env(settings) }));
declare("flawed", "kubernetes:helm.sh/v3:Release", {
  chart,
  values: { gateway: { auth: { type: clientSecret, azureAd: { app: { secret: clientSecret } } } } },
});
