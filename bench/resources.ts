import type { Resource } from "../testkit/pack";

/** A typical stack without a gateway: Kubernetes, Azure and AWS in turn. */
export function ordinaryStack(size: number): Resource[] {
  return Array.from({ length: size }, (_, index) => {
    const kind = kinds[index % kinds.length] as Kind;
    return { name: `item-${index}`, ...kind(`item-${index}`) };
  });
}

/** A gateway as Microsoft documents it for Kubernetes, with a subject for every policy. */
export const gateway: Resource = {
  type: "kubernetes:apps/v1:Deployment",
  name: "gateway",
  props: { metadata: metadata("gateway"), ...gatewayProps("", { app: "gateway" }) },
};

/** The properties of a gateway's Deployment except its metadata. The names of its objects end with `own`. */
export function gatewayProps(own: string, labels: Record<string, string>) {
  return deployment(labels, {
    name: "gateway",
    image: "mcr.microsoft.com/azure-api-management/gateway:2.9.2",
    ports: [{ containerPort: 8080 }, { containerPort: 8081 }],
    readinessProbe: { httpGet: { path: "/status-0123456789abcdef", port: 8080 } },
    env: [
      { name: "config.service.endpoint", value: "contoso.configuration.azure-api.net" },
      {
        name: "config.service.auth",
        valueFrom: { secretKeyRef: { name: `gateway-token${own}`, key: "value" } },
      },
      { name: "neighborhood.host", value: `gateway-discovery${own}` },
    ],
    envFrom: [{ configMapRef: { name: `gateway-env${own}` } }],
  });
}

type Kind = (name: string) => Pick<Resource, "type" | "props">;

const kinds: Kind[] = [
  (name) => ({
    type: "kubernetes:apps/v1:Deployment",
    props: {
      metadata: metadata(name),
      ...deployment(
        { app: name },
        {
          name: "web",
          image: "nginx:1.27.3",
          ports: [{ containerPort: 8080 }],
          env: Array.from({ length: 8 }, (_, index) => ({
            name: `SETTING_${index}`,
            value: `value-${index}`,
          })),
        },
      ),
    },
  }),
  (name) => ({
    type: "kubernetes:core/v1:Service",
    props: {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(name),
      spec: {
        type: "ClusterIP",
        selector: { app: name },
        ports: [{ name: "http", port: 80, targetPort: 8080 }],
      },
    },
  }),
  (name) => ({
    type: "kubernetes:core/v1:ConfigMap",
    props: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(name),
      data: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`key.${index}`, `value of ${index}`]),
      ),
    },
  }),
  (name) => ({
    type: "aws:s3/bucketV2:BucketV2",
    props: { bucket: name, forceDestroy: false, tags: { team: "shop", environment: "production" } },
  }),
  (name) => ({
    type: "azure-native:storage:StorageAccount",
    props: {
      accountName: name,
      resourceGroupName: "shop",
      location: "westeurope",
      kind: "StorageV2",
      sku: { name: "Standard_LRS" },
      allowBlobPublicAccess: false,
      minimumTlsVersion: "TLS1_2",
      networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
      tags: { team: "shop" },
    },
  }),
  (name) => ({
    type: "azure-native:web:WebApp",
    props: {
      name,
      resourceGroupName: "shop",
      httpsOnly: true,
      identity: { type: "SystemAssigned" },
      siteConfig: {
        appSettings: Array.from({ length: 10 }, (_, i) => ({ name: `SETTING_${i}`, value: `${i}` })),
      },
    },
  }),
];

function deployment(labels: Record<string, string>, container: Record<string, unknown>) {
  const resources = { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } };
  const livenessProbe = { httpGet: { path: "/health", port: 8080 } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ resources, livenessProbe, ...container }], terminationGracePeriodSeconds: 60 },
      },
    },
  };
}

function metadata(name: string) {
  return { name, namespace: "shop", labels: { app: name, "app.kubernetes.io/managed-by": "pulumi" } };
}
