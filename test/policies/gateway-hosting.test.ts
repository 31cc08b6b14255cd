import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, type Expected, says } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import {
  app,
  assertClean,
  assertSaid,
  type Changes,
  classicApp,
  gateway,
  said,
  spoilt,
} from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-hosting";
const pack = usePack({ only: [policy] });

type Case = [title: string, subject: Changes | Resource, ...finds: Expected[]];

function run(cases: readonly Case[]): void {
  for (const [title, subject, ...finds] of cases) {
    test(title, async () => {
      const result = await pack.analyze(
        "type" in subject ? (subject as Resource) : gateway(subject as Changes),
      );
      if (finds.length > 0) assertSaid(result, policy, ...finds);
      else assertClean(result, policy);
    });
  }
}

const status = (path: unknown) => ({ httpGet: { path, port: 8080 } });
const both = (probe: unknown) => ({ container: { readinessProbe: probe, livenessProbe: probe } });
const requests = (cpu: unknown, memory: unknown, limits = {}): Changes => ({
  container: { resources: { requests: { cpu, memory }, limits } },
});
const patch = (changes: Changes) => gateway(changes, { type: "kubernetes:apps/v1:DeploymentPatch" });

describe("namespace and requests", () => {
  run([
    ["everything as advised", {}],
    [
      "namespace default",
      { metadata: { namespace: "default" } },
      says("namespace", { path: "metadata.namespace" }),
    ],
    ["an absent namespace is the provider's choice", { metadata: { namespace: undefined } }],
    ["a namespace called default-2", { metadata: { namespace: "default-2" } }],
    [
      "an unknown namespace is said once",
      { metadata: { namespace: unknown } },
      advisory("preview", { path: "metadata.namespace", of: "" }),
    ],
    [
      "no CPU and no memory is one line",
      { container: { resources: {} } },
      says("requests", { what: "CPU", path: "spec.template.spec.containers[0].resources.requests.cpu" }),
    ],
    ["no memory", requests("2", undefined), says("requests")],
    ["nothing of it is as good as none", requests("0", "2Gi"), says("requests", { what: "CPU" })],
    ["a limit is a request too", { container: { resources: { limits: { cpu: 2, memory: "2Gi" } } } }],
    [
      "requests of the whole pod",
      { container: { resources: undefined }, pod: { resources: { requests: { cpu: 1, memory: "1Gi" } } } },
    ],
    ["the ways to write an amount", requests("2000m", "2e9")],
    ["a number", requests(1.5, 2147483648)],
    [
      "requests far below Microsoft's are one note for each",
      requests("250m", "512Mi"),
      says("small", { amount: "250m", what: "CPU", least: "1" }),
      says("small", { amount: "512Mi", least: "1Gi" }),
    ],
    ["half of Microsoft's requests", requests(1, "1Gi")],
    [
      "an amount that cannot be read",
      requests("abc", "2Gi"),
      says("quantity", { path: "spec.template.spec.containers[0].resources.requests.cpu" }),
    ],
    [
      "a suffix that does not exist",
      requests("2", "2GB"),
      says("quantity", { path: "spec.template.spec.containers[0].resources.requests.memory" }),
    ],
    [
      "unknown resources are said once",
      { container: { resources: unknown } },
      says("preview", { path: "spec.template.spec.containers[0].resources", of: "" }),
    ],
  ]);
});

describe("probes", () => {
  run([
    ["no probes is one line", both(undefined), says("probes")],
    ["no liveness probe", { container: { livenessProbe: undefined } }, says("probes")],
    [
      "the path of the Container Apps article is misspelt",
      both(status("/status-012345678990abcdef")),
      says("statusPath", {
        path: [
          "spec.template.spec.containers[0].readinessProbe.httpGet.path",
          "spec.template.spec.containers[0].livenessProbe.httpGet.path",
        ],
      }),
    ],
    [
      "a probe of the start with a wrong path",
      { container: { startupProbe: status("/status-012345678990abcdef") } },
      says("statusPath", { path: "spec.template.spec.containers[0].startupProbe.httpGet.path" }),
    ],
    ["a probe of the start", { container: { startupProbe: status("/status-0123456789abcdef") } }],
    ["the chart's and the portal's path", both(status("/status-0123456789abcdef"))],
    ["the path of the articles of 2026", both(status("/internal-status-0123456789abcdef"))],
    ["without the first slash Kubernetes adds it", both(status("status-0123456789abcdef"))],
    [
      "no path is the root",
      both(status(undefined)),
      says("statusPath", { path: "spec.template.spec.containers[0].readinessProbe.httpGet.path" }),
    ],
    ["a probe of the port asks for no path", both({ tcpSocket: { port: 8080 } })],
    ["a command asks for no path", both({ exec: { command: ["true"] } })],
    [
      "an unknown path is said once for each",
      both(status(unknown)),
      says("preview", { path: "spec.template.spec.containers[0].readinessProbe.httpGet.path", of: "" }),
      says("preview", { path: "spec.template.spec.containers[0].livenessProbe.httpGet.path" }),
    ],
  ]);
});

describe("security context", () => {
  const security = (securityContext: unknown, env = {}): Changes => ({ container: { securityContext }, env });
  const strict = { allowPrivilegeEscalation: false };
  const ca = { "certificates.local.ca.enabled": "true" };
  run([
    [
      "read-only root file system",
      security({ ...strict, readOnlyRootFilesystem: true }),
      says("readOnlyRoot"),
    ],
    ["a writable one said aloud", security({ ...strict, readOnlyRootFilesystem: false })],
    [
      "privileged is one line",
      security({ privileged: true }),
      says("privileged", { path: "spec.template.spec.containers[0].securityContext.privileged" }),
    ],
    [
      "escalation left open",
      security(undefined),
      says("escalation", {
        path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
      }),
    ],
    [
      "escalation allowed",
      security({ allowPrivilegeEscalation: true }),
      says("escalation", {
        path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
      }),
    ],
    [
      "an unknown security context is said once",
      security(unknown),
      says("preview", { path: "spec.template.spec.containers[0].securityContext", of: "" }),
    ],
    [
      "local CA with user 2000",
      security({ ...strict, runAsUser: 2000 }, ca),
      says("localCa", { path: "spec.template.spec.containers[0].securityContext.runAsUser" }),
    ],
    ["local CA with user 1001", security({ ...strict, runAsUser: 1001 }, ca)],
    ["local CA with root", security({ ...strict, runAsUser: 0 }, ca)],
    ["local CA with the image's own user", security(strict, ca)],
    ["user 2000 without local CA", security({ ...strict, runAsUser: 2000 })],
    [
      "user 2000 with local CA off",
      security({ ...strict, runAsUser: 2000 }, { "certificates.local.ca.enabled": "false" }),
    ],
    [
      "the pod's user counts where the container has none",
      { ...security(strict, ca), pod: { securityContext: { runAsUser: 1000 } } },
      says("localCa", { path: "spec.template.spec.securityContext.runAsUser" }),
    ],
  ]);
});

describe("grace period and architecture", () => {
  const seconds = (terminationGracePeriodSeconds: unknown): Changes => ({
    pod: { terminationGracePeriodSeconds },
  });
  const arm = { nodeSelector: { "kubernetes.io/arch": "arm64" } };
  const image = (tag: string) => ({ image: `mcr.microsoft.com/azure-api-management/gateway:${tag}` });
  const term = (values: string[]) => ({
    matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values }],
  });
  const affinity = (...terms: object[]) => ({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    },
  });
  run([
    [
      "30 seconds",
      seconds(30),
      says("gracePeriod", { path: "spec.template.spec.terminationGracePeriodSeconds" }),
    ],
    ["nothing means 30", seconds(undefined), says("gracePeriod")],
    ["59 seconds", seconds(59), says("gracePeriod")],
    ["90 seconds", seconds(90)],
    ["seconds as text", seconds("60")],
    ["no number", seconds("abc"), says("gracePeriod")],
    [
      "unknown seconds are said once",
      seconds(unknown),
      says("preview", { path: "spec.template.spec.terminationGracePeriodSeconds", of: "" }),
    ],
    [
      "arm64 with 2.12.3",
      { pod: arm, container: image("2.12.3") },
      says("architecture", { version: "2.12.3" }),
    ],
    ["arm64 with 2.9", { pod: arm, container: image("2.9") }, says("architecture", { version: "2.9" })],
    ["arm64 with 2.13.0", { pod: arm, container: image("2.13.0") }],
    ["arm64 with a tag that moves is not judged", { pod: arm, container: image("v2") }],
    [
      "amd64 with 2.12.3",
      { pod: { nodeSelector: { "kubernetes.io/arch": "amd64" } }, container: image("2.12.3") },
    ],
    [
      "an affinity that leaves arm64 only",
      { pod: affinity(term(["arm64"])), container: image("2.12.3") },
      says("architecture"),
    ],
    [
      "an affinity that leaves amd64 too",
      { pod: affinity(term(["arm64", "amd64"])), container: image("2.12.3") },
    ],
    [
      "two terms, one of which is amd64",
      { pod: affinity(term(["arm64"]), term(["amd64"])), container: image("2.12.3") },
    ],
  ]);
});

describe("hosts", () => {
  const probes = ["Readiness", "Liveness"].map((type) => ({ type, ...status("/status-0123456789abcdef") }));
  run([
    ["a Container App as advised", app()],
    [
      "a Container App has no security context, but time to end",
      app({ template: { terminationGracePeriodSeconds: undefined } }),
      says("gracePeriod", { path: "template.terminationGracePeriodSeconds" }),
    ],
    [
      "a Container App without probes",
      app({ container: { probes: [] } }),
      says("portProbes", { host: "Container App" }),
    ],
    [
      "a Container App with the misspelt path",
      app({
        container: {
          probes: [
            { type: "Liveness", httpGet: { path: "/status-012345678990abcdef" } },
            { type: "readiness", tcpSocket: { port: 8080 } },
          ],
        },
      }),
      says("statusPath", { path: "template.containers[0].probes[0].httpGet.path" }),
    ],
    [
      "a Container App with a wrong path for the start",
      app({ container: { probes: [...probes, { type: "Startup", httpGet: { path: "/" } }] } }),
      says("statusPath", { path: "template.containers[0].probes[2].httpGet.path" }),
    ],
    [
      "a classic Container App with a wrong path for the start",
      classicApp({}, { startupProbes: [{ path: "/x", transport: "HTTP" }] }),
      says("statusPath", { path: "template.containers[0].startupProbes[0].path" }),
    ],
    [
      "a Container App without resources",
      app({ container: { resources: undefined } }),
      says("requests", { what: "CPU" }),
    ],
    ["a classic Container App as advised", classicApp()],
    [
      "a classic Container App with a wrong path",
      classicApp({}, { readinessProbes: [{ path: "/x", transport: "HTTP" }] }),
      says("statusPath", { path: "template.containers[0].readinessProbes[0].path" }),
    ],
    [
      "a classic Container App with a probe of the port",
      classicApp({}, { readinessProbes: [{ port: 1, transport: "TCP" }] }),
    ],
    [
      "a Patch is judged on nothing that it leaves out",
      patch({
        container: {
          resources: undefined,
          readinessProbe: undefined,
          livenessProbe: undefined,
          securityContext: undefined,
        },
        pod: { terminationGracePeriodSeconds: undefined },
      }),
    ],
    [
      "a Patch is judged on what it holds",
      patch({ pod: { terminationGracePeriodSeconds: 10 } }),
      says("gracePeriod"),
    ],
    [
      "a CronJob",
      {
        ...gateway(),
        type: "kubernetes:batch/v1:CronJob",
        props: { metadata: {}, spec: { jobTemplate: { spec: gateway().props.spec } } },
      },
    ],
  ]);
});

describe("remediation", () => {
  const mend = async (subject: Resource) => {
    await pack.configure({ all: "disabled", [policy]: "remediate" });
    const mended = await pack.remediate(subject);
    await pack.configure({});
    return mended.find((remediation) => remediation.policy === policy)?.properties as
      | typeof subject.props
      | undefined;
  };
  const spec = (props: Resource["props"] | undefined) =>
    (
      props as
        | {
            spec: {
              template: {
                spec: { terminationGracePeriodSeconds: unknown; containers: { securityContext: unknown }[] };
              };
            };
          }
        | undefined
    )?.spec.template.spec;

  test("grace period and privilege escalation are written, nothing else", async () => {
    const bad = gateway({
      pod: { terminationGracePeriodSeconds: undefined },
      container: { securityContext: { runAsUser: 7 } },
    });
    const good = gateway({
      container: { securityContext: { runAsUser: 7, allowPrivilegeEscalation: false } },
    });
    assert.deepEqual(await mend(bad), JSON.parse(JSON.stringify(good.props)));
  });
  test("a security context that is not there is made", async () => {
    const mended = spec(await mend(gateway({ container: { securityContext: undefined } })));
    assert.deepEqual(mended?.containers[0]?.securityContext, { allowPrivilegeEscalation: false });
  });
  test("a privileged container keeps what it needs", async () => {
    assert.equal(await mend(gateway({ container: { securityContext: { privileged: true } } })), undefined);
  });
  test("a container with a capability that needs it keeps it too", async () => {
    const capabilities = { add: ["SYS_ADMIN"] };
    assert.equal(await mend(gateway({ container: { securityContext: { capabilities } } })), undefined);
  });
  test("unknown, misshapen and good ones stay as they are", async () => {
    for (const securityContext of [unknown, "x", [], secret("x")]) {
      assert.equal(await mend(gateway({ container: { securityContext } })), undefined);
    }
    assert.equal(await mend(gateway()), undefined);
    assert.equal(await mend(app()), undefined);
    assert.equal(
      await mend(
        gateway(
          { container: { securityContext: undefined } },
          { type: "kubernetes:apps/v1:DeploymentPatch" },
        ),
      ),
      undefined,
    );
  });
  test("what ignoreChanges covers stays", async () => {
    const path = "spec.template.spec.terminationGracePeriodSeconds";
    assert.equal(
      await mend(gateway({ pod: { terminationGracePeriodSeconds: 5 } }, { opts: { ignoreChanges: [path] } })),
      undefined,
    );
  });
  test("a Container App gets its time to end", async () => {
    const mended = (await mend(app({ template: { terminationGracePeriodSeconds: 10 } }))) as
      | { template: object }
      | undefined;
    assert.deepEqual(mended, JSON.parse(JSON.stringify(app().props)));
  });
});

test("nothing of a wrong type, anywhere, breaks the policy, and no secret is said", async () => {
  for (const subject of [gateway(), app(), classicApp()]) {
    for (const props of spoilt(subject.props)) {
      const result = await pack.analyze({ ...subject, props });
      assert.ok(!result.diagnostics.some(({ message }) => message.includes("defect of its own")));
    }
  }
  const hidden = gateway({
    container: {
      resources: { requests: { cpu: secret("hush"), memory: secret("hush") } },
      readinessProbe: status(secret("/hush")),
    },
  });
  const lines = said(await pack.analyze(hidden), policy);
  assert.equal(lines.length, 3);
  assert.ok(!lines.join().includes("hush"));
});
