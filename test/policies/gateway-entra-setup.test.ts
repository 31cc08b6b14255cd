import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, assertMessage, mandatory, reports } from "../../testkit/messages";
import { type Resource, startPack, unknown } from "../../testkit/pack";
import { type Case, casesOf } from "../../testkit/samples/cases";
import {
  azureAdApp,
  containerApp,
  deployment,
  providers,
  serviceAccount,
  token,
  without,
  workloadIdentity,
} from "../../testkit/samples/entra";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-entra-setup";
const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });
const testAll = casesOf(pack, policy, { judged: false, alone: true });

const gatewayCases: Case[] = [
  { title: "a complete workload identity is fine", stack: [deployment(workloadIdentity)] },
  { title: "a complete Entra app is fine", stack: [deployment(azureAdApp)] },
  {
    title: "a certificate is accepted instead of a secret",
    stack: [
      deployment({
        ...without(azureAdApp, "config.service.auth.azureAd.clientSecret"),
        "config.service.auth.azureAd.certificatePath": "/certs/app.pfx",
      }),
    ],
  },
  { title: "a complete Entra app on Container Apps is fine", stack: [containerApp(azureAdApp)] },
  {
    title: "a client secret in a Key Vault is set",
    stack: [
      containerApp(without(azureAdApp, "config.service.auth.azureAd.clientSecret"), undefined, [
        "config.service.auth.azureAd.clientSecret",
      ]),
    ],
  },
  {
    title: "workload identity needs a service account, which only Kubernetes has",
    stack: [containerApp(workloadIdentity)],
    finds: [advisory("elsewhere", { host: "Container App" })],
  },
  {
    title: "a token of an account that comes from elsewhere will do",
    stack: [containerApp({ ...workloadIdentity, AZURE_FEDERATED_TOKEN_FILE: "/tokens/azure" })],
  },
  {
    title: "Entra ID needs gateway.name",
    stack: [deployment(without(workloadIdentity, "gateway.name"))],
    finds: [mandatory("name")],
  },
  {
    title: "an empty gateway.name is none",
    stack: [containerApp({ ...azureAdApp, "gateway.name": " " })],
    finds: [mandatory("name", { host: "Container App" })],
  },
  { title: "a token needs no gateway.name", stack: [deployment(token)] },
  {
    title: "a gateway.name that is not known yet is set",
    stack: [deployment({ ...workloadIdentity, "gateway.name": unknown })],
  },
  {
    title: "what an object outside the stack may set is not missing",
    stack: [
      deployment(
        { "config.service.auth": "azureAdApp" },
        { envFrom: [{ configMapRef: { name: "elsewhere" } }] },
      ),
    ],
  },
  {
    title: "a Patch holds only a part of the settings",
    stack: [
      deployment(
        { "config.service.auth": "workloadIdentity" },
        {},
        { type: "kubernetes:apps/v1:DeploymentPatch" },
      ),
    ],
  },
  {
    title: "workload identity needs image 2.11.0",
    stack: [deployment(workloadIdentity, { image: "mcr.microsoft.com/azure-api-management/gateway:2.10.1" })],
    finds: [
      mandatory("image", {
        text: "mcr.microsoft.com/azure-api-management/gateway:2.10.1",
        mode: "workloadIdentity",
        minimum: "2.11.0",
      }),
    ],
  },
  {
    title: "2.11.0 does workload identity",
    stack: [deployment(workloadIdentity, { image: "mcr.microsoft.com/azure-api-management/gateway:2.11.0" })],
  },
  {
    title: "a minor is as old as its newest patch",
    stack: [deployment(workloadIdentity, { image: "mirror.example/azure-api-management/gateway:2.10" })],
    finds: [mandatory("image", { minimum: "2.11.0" })],
  },
  {
    title: "a tag that moves may be new enough",
    stack: [deployment(workloadIdentity, { image: "mcr.microsoft.com/azure-api-management/gateway:v2" })],
  },
  {
    title: "an Entra app needs image 2.3.0",
    stack: [containerApp(azureAdApp, "mcr.microsoft.com/azure-api-management/gateway:2.2.0")],
    finds: [mandatory("image", { mode: "azureAdApp", minimum: "2.3.0" })],
  },
  {
    title: "2.3.0 does Entra apps",
    stack: [containerApp(azureAdApp, "mcr.microsoft.com/azure-api-management/gateway:2.3.0")],
  },
  {
    title: "an image that is not known is reported once",
    stack: [deployment({ ...workloadIdentity }, { image: unknown })],
    finds: [advisory("preview", { path: "spec.template.spec.containers[0].image" })],
  },
  {
    title: "an Entra app needs tenant and client id: one line",
    stack: [
      deployment(
        without(azureAdApp, "config.service.auth.azureAd.tenantId", "config.service.auth.azureAd.clientId"),
      ),
    ],
    finds: [
      mandatory("app", {
        missing: ["config.service.auth.azureAd.tenantId", "config.service.auth.azureAd.clientId"],
      }),
    ],
  },
  {
    title: "an Entra app needs a secret or a certificate",
    stack: [deployment(without(azureAdApp, "config.service.auth.azureAd.clientSecret"))],
    finds: [mandatory("credential")],
  },
  {
    title: "workload identity has no client secret",
    stack: [deployment({ ...workloadIdentity, "config.service.auth.azureAd.clientSecret": "s" })],
    finds: [mandatory("mixed", { settings: "`config.service.auth.azureAd.clientSecret`" })],
  },
  {
    title: "an Entra app has no token",
    stack: [deployment({ ...azureAdApp, "config.service.auth.key": "GatewayKey x" })],
    finds: [mandatory("mixed", { settings: "`config.service.auth.key`" })],
  },
  {
    title: "a token has no Entra app",
    stack: [containerApp({ ...token, "config.service.auth.azureAd.clientId": "c" })],
    finds: [mandatory("mixedToken")],
  },
  {
    title: "tenant and client id do workload identity no harm",
    stack: [deployment({ ...workloadIdentity, "config.service.auth.azureAd.clientId": "c" })],
  },
  {
    title: "an empty setting of another method is none",
    stack: [deployment({ ...workloadIdentity, "config.service.auth.key": "" })],
  },
  {
    title: "an unknown method is reported once",
    stack: [deployment({ ...workloadIdentity, "config.service.auth": unknown })],
    finds: [advisory("preview", { path: "spec.template.spec.containers[0].env[1].value" })],
  },
  {
    title: "an encrypted method is reported once",
    stack: [deployment({ ...workloadIdentity, "config.service.auth": "[secret]" })],
    finds: [advisory("encrypted")],
  },
];
testAll(gatewayCases);

for (const [name, azure] of Object.entries(providers)) {
  const gateway = deployment(workloadIdentity);
  const user = { identity: { type: "UserAssigned" } };
  const both = { identity: { type: "SystemAssigned, UserAssigned" } };
  const byToken = deployment(token);
  const action = "Microsoft.ApiManagement/service/gateways/getConfiguration/action";
  const good = azure.role({ actions: [], dataActions: [action] });
  const cases: Case[] = [
    {
      title: "a service with a system-assigned identity is fine",
      stack: [gateway, azure.service("contoso")],
    },
    { title: "one with both identities is fine", stack: [gateway, azure.service("contoso", both)] },
    {
      title: "a service without identity cannot check rights",
      stack: [gateway, azure.service("contoso", { identity: undefined })],
      finds: [mandatory("identity", { path: "identity.type", fix: "SystemAssigned" })],
    },
    {
      title: "a user-assigned identity is not enough",
      stack: [gateway, azure.service("Contoso", user)],
      finds: [mandatory("identity")],
    },
    {
      title: "an identity that is not known is reported once",
      stack: [gateway, azure.service("contoso", { identity: unknown })],
      finds: [advisory("preview")],
    },
    {
      title: "an identity that others decide is not checked",
      stack: [gateway, azure.service("contoso", user, { opts: { ignoreChanges: ["identity"] } })],
      finds: [advisory("ignored")],
    },
    { title: "gateways with tokens need no identity", stack: [byToken, azure.service("contoso", user)] },
    {
      title: "another service needs no identity",
      stack: [gateway, azure.service("contoso"), azure.service("other", user, { name: "other" })],
    },
    {
      title: "one line for a service, however many gateways",
      stack: [gateway, deployment(workloadIdentity, {}, { name: "second" }), azure.service("contoso", user)],
      finds: [mandatory("identity")],
    },
    {
      title: "of several services none is meant by an endpoint outside the stack",
      stack: [
        deployment(without(workloadIdentity, "config.service.endpoint"), {
          envFrom: [{ configMapRef: { name: "elsewhere" } }],
        }),
        azure.service("contoso", user),
        azure.service("other", user, { name: "other" }),
      ],
    },
    {
      title: "an endpoint outside the stack means the only service",
      stack: [
        deployment(without(workloadIdentity, "config.service.endpoint"), {
          envFrom: [{ configMapRef: { name: "elsewhere" } }],
        }),
        azure.service("contoso", user),
      ],
      finds: [mandatory("identity")],
    },
    { title: "a role that grants the data action is fine", stack: [good] },
    {
      title: "a data action among the actions grants nothing",
      stack: [azure.role({ actions: [action] })],
      finds: [mandatory("role", { path: "permissions[0].actions", fix: "permissions[0].dataActions" })],
    },
    {
      title: "case does not matter in actions",
      stack: [azure.role({ actions: [action.toUpperCase()] })],
      finds: [mandatory("role")],
    },
    {
      title: "an action that is also a data action is granted",
      stack: [azure.role({ actions: [action], dataActions: [action] })],
    },
    {
      title: "data actions that are not known are reported once",
      stack: [azure.role({ actions: [action], dataActions: unknown })],
      finds: [advisory("preview", { path: "permissions[0].dataActions" })],
    },
    {
      title: "other roles are not checked",
      stack: [gateway, azure.role({ actions: ["Microsoft.ApiManagement/*/read"] })],
    },
    {
      title: "a role without an assignment is advisory",
      stack: [gateway, good],
      finds: [advisory("unassigned")],
    },
    { title: "an assigned role is fine", stack: [gateway, good, azure.assignment(good)] },
    {
      title: "a role is assigned through a dependency",
      stack: [
        gateway,
        good,
        azure.assignment(good, {
          props: { roleDefinitionId: unknown, principalId: "p", scope: "s" },
          propertyDependencies: { roleDefinitionId: [good] },
        }),
      ],
    },
    {
      title: "an assignment of another role is none of this",
      stack: [
        gateway,
        good,
        azure.assignment(good, {
          props: {
            roleDefinitionId: "/x/99999999-9999-9999-9999-999999999999",
            principalId: "p",
            scope: "s",
          },
        }),
      ],
      finds: [advisory("unassigned")],
    },
  ];
  testAll(cases.map((one) => ({ ...one, title: `${name}: ${one.title}` })));
}

const password = (props: Resource["props"], more: Partial<Resource> = {}): Resource => ({
  type: "azuread:index/applicationPassword:ApplicationPassword",
  props: { applicationId: "/applications/a", ...props },
  ...more,
});
const certificate = (props: Resource["props"]): Resource => ({
  type: "azuread:index/applicationCertificate:ApplicationCertificate",
  props: { applicationId: "/applications/a", value: "c", ...props },
});
const app = (clientId: unknown, more: Partial<Resource> = {}): Resource => ({
  type: "azuread:index/application:Application",
  props: { displayName: "gateway" },
  outputs: { displayName: "gateway", clientId, id: "/applications/a" },
  ...more,
});
const withApp = deployment(azureAdApp);
const ourApp = app("22222222-2222-2222-2222-222222222222");
const otherApp = app("99999999-9999-9999-9999-999999999999", { name: "other" });
const secret = (more: Partial<Resource>): Resource => ({
  type: "kubernetes:core/v1:Secret",
  props: {
    metadata: { name: "app", namespace: "apim" },
    data: { "config.service.auth.azureAd.clientSecret": unknown },
  },
  ...more,
});
const bySecret = deployment(without(azureAdApp, "config.service.auth.azureAd.clientSecret"), {
  envFrom: [{ secretRef: { name: "app" } }],
});
const ours = password({ endDate: "2030-01-01T00:00:00Z" }, { name: "ours" });
const theirs = password(
  { applicationId: "/applications/b", endDate: "2020-01-01T00:00:00Z" },
  { name: "theirs" },
);

const credentialCases: Case[] = [
  {
    title: "a password inside the limit is fine",
    stack: [withApp, password({ endDate: "2027-05-23T00:00:00Z" })],
  },
  {
    title: "a password past its end",
    stack: [withApp, password({ endDate: "2026-11-23T00:00:00Z" })],
    finds: [mandatory("ended", { path: "endDate", day: "2026-11-23" })],
  },
  {
    title: "a password that lasts too long",
    stack: [withApp, password({ endDate: "2027-05-24T00:00:00Z" })],
    finds: [mandatory("long", { day: "2027-05-24", days: "180", latest: "2027-05-23" })],
  },
  {
    title: "a password that ends soon is advisory",
    stack: [withApp, password({ endDate: "2026-12-24T00:00:00Z" })],
    finds: [advisory("soon", { day: "2026-12-24" })],
  },
  { title: "a relative end that is near enough", stack: [withApp, password({ endDateRelative: "4320h" })] },
  {
    title: "a relative end that is too far",
    stack: [withApp, password({ endDateRelative: "8760h30m" })],
    finds: [mandatory("long", { path: "endDateRelative", day: "2027-11-24" })],
  },
  {
    title: "a relative end counts from the start",
    stack: [withApp, password({ startDate: "2026-01-01T00:00:00Z", endDateRelative: "2400h" })],
    finds: [mandatory("ended", { day: "2026-04-11" })],
  },
  {
    title: "a missing end date is advisory",
    stack: [withApp, password({})],
    finds: [advisory("unset")],
  },
  {
    title: "a password that something else replaces is not checked for a missing end",
    stack: [withApp, password({ rotateWhenChanged: { rotation: "r" } })],
  },
  {
    title: "an end that is not known is reported once",
    stack: [withApp, password({ endDate: unknown })],
    finds: [advisory("preview", { path: "endDate" })],
  },
  {
    title: "an end that others decide is not checked",
    stack: [withApp, password({ endDate: "2020-01-01T00:00:00Z" }, { opts: { ignoreChanges: ["endDate"] } })],
    finds: [advisory("ignored")],
  },
  {
    title: "an end that cannot be read is not checked",
    stack: [withApp, password({ endDateRelative: "soon", endDate: 7 })],
  },
  {
    title: "with workload identity, a password isn't checked",
    stack: [deployment(workloadIdentity), password({ endDate: "2020-01-01T00:00:00Z" })],
  },
  {
    title: "a token needs no password",
    stack: [deployment(token), password({ endDate: "2020-01-01T00:00:00Z" })],
  },
  {
    title: "a password without any gateway is not checked",
    stack: [password({ endDate: "2020-01-01T00:00:00Z" })],
  },
  {
    title: "a certificate is checked where a certificate is used",
    stack: [
      deployment({
        ...without(azureAdApp, "config.service.auth.azureAd.clientSecret"),
        "config.service.auth.azureAd.certificatePath": "/c",
      }),
      certificate({ endDate: "2026-01-01T00:00:00Z" }),
    ],
    finds: [mandatory("ended")],
  },
  {
    title: "a certificate is not checked where a secret is used",
    stack: [withApp, certificate({ endDate: "2020-01-01T00:00:00Z" })],
  },
  {
    title: "an application's own password is checked",
    stack: [
      withApp,
      app("22222222-2222-2222-2222-222222222222", {
        outputs: {
          clientId: "22222222-2222-2222-2222-222222222222",
          password: { displayName: "p", endDate: "2020-01-01T00:00:00Z" },
        },
      }),
    ],
    finds: [mandatory("ended", { path: "password.endDate" })],
  },
  {
    title: "of two applications the gateway's is known by its client id",
    stack: [
      withApp,
      ourApp,
      otherApp,
      password({ endDate: "2020-01-01T00:00:00Z" }, { propertyDependencies: { applicationId: [otherApp] } }),
    ],
  },
  {
    title: "the gateway's application is known by its client id",
    stack: [
      withApp,
      ourApp,
      otherApp,
      password({ endDate: "2020-01-01T00:00:00Z" }, { propertyDependencies: { applicationId: [ourApp] } }),
    ],
    finds: [mandatory("ended")],
  },
  { title: "of two unrelated applications neither is checked", stack: [withApp, ours, theirs] },
  {
    title: "the gateway's password is known by where its Secret comes from",
    stack: [bySecret, ours, theirs, secret({ propertyDependencies: { stringData: [ours] } })],
    finds: [mandatory("long", { days: "180" })],
  },
  {
    title: "an application that is not made yet is not one that is written down",
    stack: [withApp, app(unknown), password({ endDate: "2020-01-01T00:00:00Z" })],
  },
];
testAll(credentialCases);

test("findings are on the resource that is wrong", async () => {
  const wrong = providers.native.service("contoso", { identity: undefined });
  const { diagnostics } = await pack.preview([deployment(workloadIdentity), serviceAccount(), wrong]);
  assert.deepEqual(
    diagnostics.filter((finding) => finding.policy === policy).map(({ urn }) => urn.split("::").at(-2)),
    ["azure-native:apimanagement:ApiManagementService"],
  );
});

test("the limits are options", async () => {
  const options = { enforcementLevel: "mandatory", maxSecretDays: 400, warnDays: 0 } as const;
  const pack = await startPack({ only: [policy], today: "2026-11-24", config: { [policy]: options } });
  try {
    const { diagnostics } = await pack.preview([withApp, password({ endDate: "2027-12-01T00:00:00Z" })]);
    assert.deepEqual(
      diagnostics.filter((finding) => finding.policy === policy),
      [],
    );
    const late = await pack.preview([withApp, password({ endDate: "2028-12-01T00:00:00Z" })]);
    const [finding] = late.diagnostics.filter((one) => one.policy === policy);
    assert.equal(finding?.level, "mandatory");
    assertMessage(finding?.message, reports("long", { days: "400" }));
  } finally {
    await pack.stop();
  }
});

test("no resource makes the policy fail, and no secret is printed", async () => {
  const odd = [null, 7, true, "x", [], [7], {}, { actions: 7 }, "[secret]", unknown];
  const types = [
    withApp,
    ourApp,
    ours,
    certificate({}),
    providers.native.service("contoso"),
    providers.classic.service("contoso"),
    providers.native.gateway("g", "s"),
    providers.classic.gateway("g", "s"),
    providers.native.role({}),
    providers.classic.role({}),
    providers.native.federated("s"),
    providers.classic.federated("s"),
    serviceAccount(),
  ];
  for (const value of odd) {
    const stack = types.map((resource, index) => ({
      ...resource,
      name: `odd${index}`,
      props: Object.fromEntries(
        [...Object.keys(resource.props), "identity", "permissions", "password", "endDate"].map((key) => [
          key,
          value,
        ]),
      ),
      outputs: undefined,
    })) as Resource[];
    const { diagnostics } = await pack.preview([
      withApp,
      deployment(workloadIdentity, {}, { name: "wi" }),
      ...stack,
    ]);
    assert.ok(!diagnostics.some(({ message }) => reports("bug").test(message)));
    assert.ok(!JSON.stringify(diagnostics).includes("not-a-real-secret"));
  }
});
