import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, mandatory, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { type Case, casesOf } from "../../testkit/samples/cases";
import {
  azureAdApp,
  containerApp,
  deployment,
  type Env,
  identityLabel,
  providers,
  serviceAccount,
  subjectOf,
  token,
  tokenOf,
  without,
  workloadIdentity,
} from "../../testkit/samples/entra";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-wiring";
const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });
const testAll = casesOf(pack, policy, { judged: false, alone: true });

const endpointSetting = "config.service.endpoint";
const gatewayNamed = (name: unknown) => deployment({ ...workloadIdentity, "gateway.name": name });
const connectedTo = (endpoint: unknown, env: Env = workloadIdentity) =>
  deployment({ ...env, [endpointSetting]: endpoint });

testAll([
  { title: "a gateway alone in its stack is fine", stack: [deployment(workloadIdentity)] },
  {
    title: "a name that starts with = is a copied mistake",
    stack: [gatewayNamed("=gw")],
    finds: [mandatory("typo", { name: "=gw" })],
  },
  {
    title: "what can be no name is not shown, and not quoted",
    stack: [gatewayNamed("='my gateway'")],
    finds: [mandatory("typoHidden")],
  },
  {
    title: "the same with a token",
    stack: [containerApp({ ...token, "gateway.name": "=gw" })],
    finds: [mandatory("typo", { name: "=gw" })],
  },
  {
    title: "the service's name isn't a gateway's name",
    stack: [gatewayNamed("Contoso")],
    finds: [mandatory("serviceNameOnly", { name: "Contoso" })],
  },
  { title: "a name that begins like the service's is fine", stack: [gatewayNamed("contoso-gw")] },
  {
    title: "an endpoint must be set",
    stack: [deployment(without(workloadIdentity, endpointSetting))],
    finds: [mandatory("endpointMissing", { setting: "config.service.endpoint", host: "Deployment" })],
  },
  {
    title: "an endpoint must be set on Container Apps",
    stack: [containerApp(without(token, endpointSetting))],
    finds: [mandatory("endpointMissing", { host: "Container App" })],
  },
  {
    title: "an endpoint may be set outside the stack",
    stack: [
      deployment(without(workloadIdentity, endpointSetting), {
        envFrom: [{ configMapRef: { name: "elsewhere" } }],
      }),
    ],
  },
  {
    title: "an endpoint may be in what is not known yet",
    stack: [deployment(without(workloadIdentity, endpointSetting), { envFrom: unknown })],
  },
  {
    title: "a Patch need not set the endpoint",
    stack: [
      deployment(
        { "config.service.auth": "workloadIdentity" },
        {},
        { type: "kubernetes:apps/v1:DeploymentPatch" },
      ),
    ],
  },
  { title: "an endpoint without value is another policy's matter", stack: [connectedTo("")] },
  {
    title: "Azure Government has an audience of its own",
    stack: [connectedTo("https://contoso.configuration.azure-api.us")],
    finds: [mandatory("audienceMissing", { expected: "https://azure-api.us/configuration" })],
  },
  {
    title: "so has Azure in China",
    stack: [connectedTo("contoso.configuration.azure-api.cn", azureAdApp)],
    finds: [mandatory("audienceMissing", { expected: "https://azure-api.cn/configuration" })],
  },
  {
    title: "the audience of another cloud is wrong",
    stack: [
      connectedTo("contoso.configuration.azure-api.us", {
        ...workloadIdentity,
        "config.service.auth.tokenAudience": "https://azure-api.net/configuration",
      }),
    ],
    finds: [mandatory("audienceWrong")],
  },
  {
    title: "its own audience is right",
    stack: [
      connectedTo("contoso.configuration.azure-api.us", {
        ...workloadIdentity,
        "config.service.auth.tokenAudience": "https://azure-api.us/configuration/",
      }),
    ],
  },
  { title: "a token has no audience", stack: [connectedTo("contoso.configuration.azure-api.us", token)] },
  {
    title: "an audience that is not known is reported once",
    stack: [
      connectedTo("contoso.configuration.azure-api.us", {
        ...workloadIdentity,
        "config.service.auth.tokenAudience": unknown,
      }),
    ],
    finds: [advisory("preview")],
  },
  {
    title: "an audience may be set outside the stack",
    stack: [
      deployment(
        { ...workloadIdentity, [endpointSetting]: "contoso.configuration.azure-api.us" },
        { envFrom: [{ secretRef: { name: "elsewhere" } }] },
      ),
    ],
  },
]);

for (const [name, azure] of Object.entries(providers)) {
  const service = azure.service("contoso");
  const other = azure.service("fabrikam", {}, { name: "other" });
  const isNative = name === "native";
  const custom = (type: unknown, hostName: unknown = "apim.contoso.com") =>
    azure.service("contoso", { hostnameConfigurations: [{ type, hostName }] });
  const linked = isNative ? "serviceName" : "apiManagementId";
  const unlinked = (id: unknown, more: Partial<Resource> = {}): Resource => {
    const { type, props } = azure.gateway(id, "contoso");
    return {
      type,
      props: { ...props, [linked]: unknown },
      ...(isNative ? { outputs: { name: unknown } } : {}),
      ...more,
    };
  };
  const cases: Case[] = [
    { title: "all agree", stack: [deployment(workloadIdentity), service, azure.gateway("gw", "contoso")] },
    {
      title: "case makes no difference to Azure",
      stack: [gatewayNamed("GW"), azure.service("Contoso"), azure.gateway("gw", "CONTOSO")],
    },
    {
      title: "gateway.name is none of the Gateway resources",
      stack: [gatewayNamed("gw-1"), service, azure.gateway("gw", "contoso")],
      finds: [mandatory("nameStranger", { name: "gw-1", declared: "`gw`" })],
    },
    {
      title: "the token is of another gateway",
      stack: [
        deployment({ ...token, "config.service.auth": tokenOf("old") }),
        azure.gateway("gw", "contoso"),
      ],
      finds: [mandatory("tokenStranger", { name: "old", declared: "`gw`" })],
    },
    {
      title: "the token by reference is of another gateway",
      stack: [
        deployment({ ...token, "config.service.auth": "key", "config.service.auth.key": tokenOf("old") }),
        azure.gateway("gw", "contoso"),
      ],
      finds: [mandatory("tokenStranger", { name: "old" })],
    },
    {
      title: "the token is of the gateway",
      stack: [containerApp(token), service, azure.gateway("gw", "contoso")],
    },
    {
      title: "one of several Gateway resources",
      stack: [
        deployment(workloadIdentity),
        service,
        azure.gateway("gw", "contoso"),
        azure.gateway("gw-2", "contoso", { name: "second" }),
      ],
    },
    {
      title: "a Gateway resource of another service does not count",
      stack: [
        deployment(workloadIdentity),
        service,
        other,
        azure.gateway("gw-1", "contoso"),
        azure.gateway("gw", "fabrikam", { name: "second" }),
      ],
      finds: [mandatory("nameStranger", { name: "gw", declared: "`gw-1`" })],
    },
    {
      title: "two services with a gateway each",
      stack: [
        deployment(workloadIdentity),
        deployment(
          {
            ...workloadIdentity,
            "gateway.name": "gf",
            [endpointSetting]: "fabrikam.configuration.azure-api.net",
          },
          {},
          { name: "second" },
        ),
        service,
        other,
        azure.gateway("gw", "contoso"),
        azure.gateway("gf", "fabrikam", { name: "gf" }),
      ],
    },
    {
      title: "a gateway whose service declares its Gateway resources elsewhere",
      stack: [gatewayNamed("gw-1"), azure.gateway("gw", "fabrikam")],
    },
    {
      title: "a Gateway resource may have the service's name",
      stack: [gatewayNamed("contoso"), service, azure.gateway("contoso", "contoso")],
    },
    {
      title: "the service's name instead of the gateway's: one line",
      stack: [gatewayNamed("contoso"), service, azure.gateway("gw", "contoso")],
      finds: [mandatory("serviceName", { declared: "`gw`" })],
    },
    {
      title: "a name that is not known is reported once",
      stack: [gatewayNamed(unknown), service, azure.gateway("gw", "contoso")],
      finds: [advisory("preview", { path: "spec.template.spec.containers[0].env[2].value" })],
    },
    {
      title: "a name that comes from a Gateway resource is fine",
      stack: [
        { ...gatewayNamed(unknown), propertyDependencies: { spec: [azure.gateway("gw", "contoso")] } },
        service,
        azure.gateway("gw", "contoso"),
      ],
    },
    {
      title: "a token that cannot be decrypted is left to gateway-token-valid",
      stack: [
        deployment({ ...token, "config.service.auth": "key", "config.service.auth.key": "[secret]" }),
        azure.gateway("gw", "contoso"),
      ],
    },
    {
      title: "a token outside the stack is not checked",
      stack: [
        deployment(without(token, "config.service.auth"), {
          envFrom: [{ secretRef: { name: "elsewhere" } }],
        }),
        azure.gateway("gw", "contoso"),
      ],
    },
    {
      title: "the Gateway resource's name is not known yet",
      stack: [
        deployment(workloadIdentity),
        service,
        azure.gateway(unknown, "contoso", isNative ? { outputs: { name: unknown } } : {}),
      ],
      finds: [advisory("nameUndecided")],
      // Outputs don't contain the service of a Gateway resource.
      alone: isNative ? [] : undefined,
    },
    {
      title: "a service known by dependency",
      stack: [
        gatewayNamed("gw-1"),
        service,
        other,
        unlinked("gw", { propertyDependencies: { [linked]: [service] } }),
      ],
      finds: [mandatory("nameStranger", { name: "gw-1" })],
      alone: isNative ? [advisory("nameUndecided")] : undefined,
    },
    {
      title: "another service known by dependency",
      stack: [
        gatewayNamed("gw-1"),
        service,
        other,
        unlinked("gw", { propertyDependencies: { [linked]: [other] } }),
      ],
    },
    {
      title: "a service that can't be determined",
      stack: [gatewayNamed("gw-1"), service, other, unlinked("gw")],
    },

    {
      title: "an endpoint of the stack's service",
      stack: [connectedTo("https://Contoso.configuration.azure-api.net/"), service],
    },
    {
      title: "an endpoint of another service",
      stack: [connectedTo("https://old.configuration.azure-api.net"), service],
      finds: [
        mandatory("endpointStranger", {
          endpoint: "old.configuration.azure-api.net",
          services: "`contoso.configuration.azure-api.net`",
        }),
      ],
    },
    {
      title: "an endpoint of one of several services",
      stack: [connectedTo("fabrikam.configuration.azure-api.net"), service, other],
    },
    {
      title: "hostnames that aren't a configuration endpoint are another policy's matter",
      stack: [connectedTo("https://old.azure-api.net"), service],
    },
    {
      title: "an endpoint that is not known is reported once",
      stack: [connectedTo(unknown), service],
      finds: [advisory("preview", { path: "spec.template.spec.containers[0].env[0].value" })],
    },
    {
      title: "an endpoint that comes from the service is fine",
      stack: [{ ...connectedTo(unknown), propertyDependencies: { spec: [service] } }, service],
    },
    {
      title: "an endpoint outside the stack is not checked",
      stack: [
        deployment(without(workloadIdentity, endpointSetting), {
          envFrom: [{ configMapRef: { name: "elsewhere" } }],
        }),
        service,
      ],
    },
    {
      title: "a service whose name is not known yet",
      stack: [
        connectedTo("old.configuration.azure-api.net"),
        azure.service(unknown),
        azure.gateway("other", "contoso"),
      ],
      finds: [advisory("endpointUndecided")],
    },
    {
      title: "a custom host of the service",
      stack: [connectedTo("https://APIM.contoso.com"), custom("ConfigurationApi")],
    },
    {
      title: "a custom host of another kind",
      stack: [connectedTo("apim.contoso.com"), custom("Proxy")],
      finds: isNative ? [mandatory("endpointCustom", { endpoint: "apim.contoso.com" })] : [],
    },
    {
      title: "a custom host beside host names that are not known",
      stack: [connectedTo("apim.contoso.com"), azure.service("contoso", { hostnameConfigurations: unknown })],
    },
    {
      title: "a custom host beside one that is not known",
      stack: [connectedTo("apim.contoso.com"), custom("ConfigurationApi", unknown)],
    },
  ];
  testAll(cases.map((one) => ({ ...one, title: `${name}: ${one.title}` })));
}

const gw = deployment(workloadIdentity);
const bare = { annotations: {} };
const identity = (clientId: unknown, more: Partial<Resource> = {}): Resource => ({
  type: "azure-native:managedidentity:UserAssignedIdentity",
  props: { resourceName: "gw-identity", resourceGroupName: "rg" },
  outputs: { name: "gw-identity", clientId },
  ...more,
});
const clientId = "22222222-2222-2222-2222-222222222222";
const annotated = (value: unknown) => ({ annotations: { "azure.workload.identity/client-id": value } });

testAll([
  { title: "account, label and annotation agree", stack: [gw, serviceAccount()] },
  {
    title: "the label is missing",
    stack: [deployment(workloadIdentity, { labels: {} }), serviceAccount()],
    finds: [mandatory("label", { path: 'spec.template.metadata.labels["azure.workload.identity/use"]' })],
  },
  {
    title: "the label is not true",
    stack: [deployment(workloadIdentity, { labels: { "azure.workload.identity/use": "yes" } })],
    finds: [mandatory("label")],
  },
  {
    title: "labels that are not known are reported once",
    stack: [deployment(workloadIdentity, { labels: unknown })],
    finds: [advisory("preview", { path: "spec.template.metadata.labels" })],
  },
  {
    title: "an Entra app needs no label",
    stack: [deployment(azureAdApp, { labels: {} }), serviceAccount(bare)],
  },
  {
    title: "a pod that brings the token file itself needs no label",
    stack: [
      deployment(
        { ...workloadIdentity, AZURE_FEDERATED_TOKEN_FILE: "/t", AZURE_CLIENT_ID: clientId },
        { labels: {} },
      ),
      serviceAccount(bare),
    ],
  },
  {
    title: "a Patch need not set the label",
    stack: [deployment(workloadIdentity, { labels: {} }, { type: "kubernetes:apps/v1:DeploymentPatch" })],
  },
  {
    title: "Container Apps have neither label nor account",
    stack: [containerApp(workloadIdentity), serviceAccount()],
  },
  {
    title: "the annotation is missing",
    stack: [gw, serviceAccount(bare)],
    finds: [mandatory("annotation", { account: "gw", resource: "serviceaccount" })],
  },
  { title: "the annotation is not known yet", stack: [gw, serviceAccount(annotated(unknown))] },
  {
    title: "a Patch sets the annotation",
    stack: [gw, serviceAccount(bare), serviceAccount({}, { type: "kubernetes:core/v1:ServiceAccountPatch" })],
  },
  { title: "the account is in another stack", stack: [gw] },
  {
    title: "the account is in another cluster",
    stack: [
      { ...gw, provider: { type: "pulumi:providers:kubernetes", name: "one", props: {} } },
      serviceAccount(bare, { provider: { type: "pulumi:providers:kubernetes", name: "two", props: {} } }),
    ],
  },
  {
    title: "an account without annotation of another namespace",
    stack: [gw, serviceAccount({ ...bare, namespace: "other" })],
  },
  {
    title: "the pods forgot their account",
    stack: [deployment(workloadIdentity, { account: null }), serviceAccount()],
    finds: [mandatory("account", { account: "default", resource: "serviceaccount", name: "gw" })],
  },
  {
    title: "the pods have an account of another name",
    stack: [deployment(workloadIdentity, { account: "gateway" }), serviceAccount()],
    finds: [mandatory("account", { account: "gateway" })],
  },
  {
    title: "the account beside is another workload's",
    stack: [
      deployment(workloadIdentity, { account: "gateway" }),
      serviceAccount(),
      deployment({}, { image: "other:1" }, { name: "other" }),
    ],
  },
  {
    title: "the account is in another namespace",
    stack: [gw, serviceAccount({ namespace: "prod" })],
    finds: [mandatory("namespace", { account: "gw", resource: "serviceaccount" })],
  },
  { title: "an account whose name is not known yet", stack: [gw, serviceAccount({ name: unknown })] },
]);

for (const [name, azure] of Object.entries(providers)) {
  const own = azure.federated(subjectOf("apim", "gw"));
  const near = (subject: unknown, more = {}) => azure.federated(subject, { name: "near", ...more });
  const ours = identity(clientId);
  const another = identity("99999999-9999-9999-9999-999999999999", {
    name: "another",
    props: { resourceName: "x" },
    outputs: { name: "x", clientId: "99999999-9999-9999-9999-999999999999" },
  });
  const linked = name === "native" ? "resourceName" : "applicationId";
  const of = (resource: Resource, more: Partial<Resource> = {}) => ({
    propertyDependencies: { [linked]: [resource] },
    ...more,
  });
  const cases: Case[] = [
    { title: "the federated credential is the account's", stack: [gw, own] },
    {
      title: "another namespace",
      stack: [gw, near(subjectOf("apim-prod", "gw"))],
      finds: [
        mandatory("subject", {
          subject: "system:serviceaccount:apim-prod:gw",
          expected: "system:serviceaccount:apim:gw",
        }),
      ],
    },
    {
      title: "another account",
      stack: [gw, near(subjectOf("apim", "gateway"))],
      finds: [mandatory("subject", { subject: "system:serviceaccount:apim:gateway" })],
    },
    { title: "another namespace and account", stack: [gw, near(subjectOf("web", "shop"))] },
    {
      title: "one of another program beside the gateway's own",
      stack: [gw, own, near(subjectOf("apim", "shop"))],
    },
    {
      title: "a subject that is not known may be the gateway's, so that another is not its",
      stack: [gw, near(subjectOf("prod", "gw")), near(unknown, { name: "unknown" })],
      finds: [advisory("preview")],
    },
    {
      title: "two gateways in one namespace have one each",
      stack: [
        gw,
        deployment(workloadIdentity, { account: "gw2" }, { name: "second" }),
        own,
        near(subjectOf("apim", "gw2")),
      ],
    },
    {
      title: "the account is a declared one",
      stack: [gw, near(subjectOf("apim", "shop")), serviceAccount({ name: "shop", annotations: {} })],
    },
    {
      title: "the account is another workload's",
      stack: [
        gw,
        near(subjectOf("apim", "shop")),
        deployment({}, { account: "shop", image: "shop:1" }, { name: "shop" }),
      ],
    },
    {
      title: "one line, however many gateways",
      stack: [gw, deployment(workloadIdentity, {}, { name: "second" }), near(subjectOf("prod", "gw"))],
      finds: [mandatory("subject")],
    },
    { title: "subjects of other issuers", stack: [gw, near("repo:contoso/apim:ref:refs/heads/main")] },
    {
      title: "a subject that is not known is reported once",
      stack: [gw, near(unknown)],
      finds: [advisory("preview")],
    },
    {
      title: "a subject that is not known does not matter beside the gateway's own",
      stack: [gw, own, near(unknown)],
    },
    {
      title: "gateways with tokens have no subject",
      stack: [deployment(token), near(subjectOf("apim", "gateway"))],
    },
    {
      title: "a namespace that is not known",
      stack: [deployment(workloadIdentity, { namespace: unknown }), near(subjectOf("apim", "gw"))],
    },
    {
      title: "a namespace that is the provider's choice",
      stack: [deployment(workloadIdentity, { namespace: null }), near(subjectOf("apim", "gw"))],
    },
    {
      title: "no account is the default one",
      stack: [deployment(workloadIdentity, { account: null }), near(subjectOf("apim", "default"))],
    },
    {
      title: "annotation and credential are of one identity",
      stack: [gw, serviceAccount(), ours, { ...own, ...of(ours) }],
    },
    {
      title: "the annotation is another identity's",
      stack: [gw, serviceAccount(), another, { ...own, ...of(another) }],
      finds: [mandatory("clientId", { account: "gw" })],
    },
    {
      title: "the annotation comes from another identity that is not made yet",
      stack: [
        gw,
        serviceAccount(annotated(unknown), { propertyDependencies: { metadata: [ours] } }),
        ours,
        another,
        { ...own, ...of(another) },
      ],
      finds: [mandatory("clientId")],
    },
    {
      title: "the annotation comes from the identity that is not made yet",
      stack: [
        gw,
        serviceAccount(annotated(unknown), { propertyDependencies: { metadata: [ours] } }),
        ours,
        another,
        { ...own, ...of(ours) },
      ],
    },
    {
      title: "a nearly fitting credential of another identity is not the gateway's",
      stack: [gw, serviceAccount(), another, { ...near(subjectOf("prod", "gw")), ...of(another) }],
    },
  ];
  testAll(cases.map((one) => ({ ...one, title: `${name}: ${one.title}` })));
}

const release = (values: object): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: {
    chart: "azure-api-management-gateway",
    version: "1.16.1",
    name: "gw",
    namespace: "apim",
    values: {
      gateway: {
        name: "gw",
        configuration: { uri: "contoso.configuration.azure-api.net" },
        auth: { type: "WorkloadIdentity", azureAd: { app: { id: clientId } } },
      },
      ...values,
    },
  },
});
const chartAccount = "gw-azure-api-management-gateway";
const { federated } = providers.native;
testAll([
  { title: "the chart makes label, account and annotation itself", stack: [release({})] },
  {
    title: "the chart's account is the subject's",
    stack: [release({}), federated(subjectOf("apim", chartAccount))],
  },
  {
    title: "the chart's account is not the subject's",
    stack: [release({}), federated(subjectOf("apim", "gw"))],
    finds: [mandatory("subject", { expected: "system:serviceaccount:apim:gw-azure-api-management-gateway" })],
  },
  {
    title: "the chart's account may be named",
    stack: [release({ serviceAccount: { name: "gw" } }), federated(subjectOf("apim", "gw"))],
  },
  {
    title: "an account that the chart does not make needs the annotation",
    stack: [release({ serviceAccount: { create: false, name: "gw" } }), serviceAccount(bare)],
    finds: [mandatory("annotation")],
  },
  {
    title: "an account with the annotation that the chart does not make",
    stack: [release({ serviceAccount: { create: false, name: "gw" } }), serviceAccount()],
  },
  {
    title: "a value of the chart with the copied mistake",
    stack: [
      release({ gateway: { name: "=gw", configuration: { uri: "contoso.configuration.azure-api.net" } } }),
    ],
    finds: [mandatory("typo", { name: "=gw" })],
  },
]);

const nameless = mandatory("nameless", { kind: "Secret" });
const keyOf = (secretKeyRef: unknown): Resource => {
  const containers = [
    {
      image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2",
      env: [
        { name: endpointSetting, value: "contoso.configuration.azure-api.net" },
        { name: "config.service.auth", valueFrom: { secretKeyRef } },
      ],
    },
  ];
  return { type: "kubernetes:apps/v1:Deployment", props: { spec: { template: { spec: { containers } } } } };
};
const helmRelease = (secret: unknown): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: {
    chart: "azure-api-management-gateway",
    repositoryOpts: { repo: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/" },
    values: { gateway: { configuration: { uri: "contoso.configuration.azure-api.net" } }, secret },
  },
});

testAll([
  {
    title: "a reference to a Secret without a name is rejected by Kubernetes",
    stack: [keyOf({ key: "value" })],
    finds: [
      mandatory("nameless", {
        path: "spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name",
        kind: "Secret",
      }),
    ],
  },
  {
    title: "so is a whole ConfigMap without a name",
    stack: [deployment(workloadIdentity, { envFrom: [{ configMapRef: { optional: false } }] })],
    finds: [
      mandatory("nameless", {
        path: "spec.template.spec.containers[0].envFrom[0].configMapRef.name",
        kind: "ConfigMap",
      }),
    ],
  },
  { title: "so is one with an empty name", stack: [keyOf({ name: "", key: "value" })], finds: [nameless] },
  { title: "a name that is not known may be any", stack: [keyOf({ name: unknown, key: "value" })] },
  { title: "a name that isn't a string is not checked", stack: [keyOf({ name: { of: 1 }, key: "value" })] },
  { title: "a Secret outside the stack has a name too", stack: [keyOf({ name: "gw", key: "value" })] },
  {
    title: "a chart that creates no Secret needs the name of one",
    stack: [helmRelease({ createSecret: false })],
    finds: [
      mandatory("nameless", {
        path: "values.secret.existingSecretName",
        kind: "Secret",
        host: "Helm release",
      }),
    ],
  },
  {
    title: "a chart that is configured to use an existing Secret",
    stack: [helmRelease({ createSecret: false, existingSecretName: "gw" })],
  },
  { title: "a chart that makes one", stack: [helmRelease({ createSecret: true, existingSecretName: "" })] },
]);

test("settings of a ConfigMap are checked with the gateway", async () => {
  const data = { ...workloadIdentity, "gateway.name": "=gw" };
  const map: Resource = {
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: "env", namespace: "apim" }, data },
  };
  const { diagnostics } = await pack.preview([
    map,
    deployment({}, { envFrom: [{ configMapRef: { name: "env" } }] }),
  ]);
  assert.equal(diagnostics.filter((finding) => finding.policy === policy).length, 1);
});

test("tokens are never printed", async () => {
  const env = { ...token, "config.service.auth": tokenOf("old") };
  const { diagnostics } = await pack.preview([deployment(env), providers.native.gateway("gw", "contoso")]);
  assert.ok(!JSON.stringify(diagnostics).includes("c2lnbmF0dXJl"));
});

test("no resource makes the policy fail", async () => {
  const odd = [null, 7, true, "x", [], [7], {}, { annotations: 7 }, "[secret]", unknown];
  const { native, classic } = providers;
  const kinds = [
    native.service("s"),
    classic.service("s"),
    native.gateway("g", "s"),
    classic.gateway("g", "s"),
    native.federated("s"),
    classic.federated("s"),
    serviceAccount(),
    identity("c"),
    gw,
  ];
  for (const value of odd) {
    const stack = kinds.map(
      (resource, index): Resource => ({
        type: resource.type,
        name: `odd${index}`,
        props: Object.fromEntries(
          [...Object.keys(resource.props), "hostnameConfigurations", "id"].map((key) => [key, value]),
        ),
      }),
    );
    const { diagnostics } = await pack.preview([
      gw,
      deployment(token, { labels: identityLabel }, { name: "t" }),
      ...stack,
    ]);
    assert.ok(!diagnostics.some(({ message }) => reports("bug").test(message)));
  }
});
