import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { type Case, casesOf } from "../../testkit/samples/cases";
import { linesOf } from "../../testkit/samples/findings";
import { app, type Changes, classicApp, gateway, withWrongTypes } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-hosting";
const pack = usePack({ only: [policy] });

/** A case of one resource: a gateway with these changes, or another. */
interface SubjectCase extends Omit<Case, "stack"> {
  readonly subject: Changes | Resource;
}

const isResource = (subject: Changes | Resource): subject is Resource => "type" in subject;

function run(cases: readonly SubjectCase[]): void {
  const resourceOf = ({ subject }: SubjectCase) => (isResource(subject) ? subject : gateway(subject));
  casesOf(pack, policy)(cases.map((one) => ({ ...one, stack: [resourceOf(one)] })));
}

const status = (path: unknown) => ({ httpGet: { path, port: 8080 } });
const both = (probe: unknown) => ({ container: { readinessProbe: probe, livenessProbe: probe } });
const requests = (cpu: unknown, memory: unknown, limits = {}): Changes => ({
  container: { resources: { requests: { cpu, memory }, limits } },
});
const patch = (changes: Changes) => gateway(changes, { type: "kubernetes:apps/v1:DeploymentPatch" });

describe("namespace and requests", () => {
  run([
    { title: "everything as advised", subject: {} },
    {
      title: "namespace default",
      subject: { metadata: { namespace: "default" } },
      finds: [reports("namespace", { path: "metadata.namespace" })],
    },
    {
      title: "an absent namespace is the provider's choice",
      subject: { metadata: { namespace: undefined } },
    },
    { title: "a namespace called default-2", subject: { metadata: { namespace: "default-2" } } },
    {
      title: "an unknown namespace is reported once",
      subject: { metadata: { namespace: unknown } },
      finds: [advisory("preview", { path: "metadata.namespace" })],
    },
    {
      title: "no CPU and no memory is one line",
      subject: { container: { resources: {} } },
      finds: [
        reports("requestsNothing", { path: "spec.template.spec.containers[0].resources.requests.cpu" }),
      ],
    },
    { title: "no memory", subject: requests("2", undefined), finds: [reports("requests")] },
    {
      title: "nothing of it is as good as none",
      subject: requests("0", "2Gi"),
      finds: [reports("requests", { what: "CPU" })],
    },
    {
      title: "a limit is a request too",
      subject: { container: { resources: { limits: { cpu: 2, memory: "2Gi" } } } },
    },
    {
      title: "requests of the whole pod",
      subject: {
        container: { resources: undefined },
        pod: { resources: { requests: { cpu: 1, memory: "1Gi" } } },
      },
    },
    { title: "the ways to write an amount", subject: requests("2000m", "2e9") },
    { title: "a number", subject: requests(1.5, 2147483648) },
    {
      title: "requests far below Microsoft's are one note for each",
      subject: requests("250m", "512Mi"),
      finds: [
        reports("small", { amount: "250m", what: "CPU", least: "1" }),
        reports("small", { amount: "512Mi", least: "1Gi" }),
      ],
    },
    { title: "half of Microsoft's requests", subject: requests(1, "1Gi") },
    {
      title: "an amount that cannot be read",
      subject: requests("abc", "2Gi"),
      finds: [reports("quantity", { path: "spec.template.spec.containers[0].resources.requests.cpu" })],
    },
    {
      title: "a suffix that does not exist",
      subject: requests("2", "2GB"),
      finds: [reports("quantity", { path: "spec.template.spec.containers[0].resources.requests.memory" })],
    },
    {
      title: "unknown resources are reported once",
      subject: { container: { resources: unknown } },
      finds: [reports("preview", { path: "spec.template.spec.containers[0].resources" })],
    },
  ]);
});

describe("probes", () => {
  run([
    { title: "no probes is one line", subject: both(undefined), finds: [reports("probesNone")] },
    {
      title: "no liveness probe",
      subject: { container: { livenessProbe: undefined } },
      finds: [reports("probes")],
    },
    {
      title: "the path of the Container Apps article is misspelled",
      subject: both(status("/status-012345678990abcdef")),
      finds: [
        reports("statusPath", {
          path: [
            "spec.template.spec.containers[0].readinessProbe.httpGet.path",
            "spec.template.spec.containers[0].livenessProbe.httpGet.path",
          ],
        }),
      ],
    },
    {
      title: "a probe of the start with a wrong path",
      subject: { container: { startupProbe: status("/status-012345678990abcdef") } },
      finds: [reports("statusPath", { path: "spec.template.spec.containers[0].startupProbe.httpGet.path" })],
    },
    {
      title: "a probe of the start",
      subject: { container: { startupProbe: status("/status-0123456789abcdef") } },
    },
    { title: "the chart's and the portal's path", subject: both(status("/status-0123456789abcdef")) },
    { title: "the path of the articles of 2026", subject: both(status("/internal-status-0123456789abcdef")) },
    { title: "without the first slash Kubernetes adds it", subject: both(status("status-0123456789abcdef")) },
    {
      title: "no path is the root",
      subject: both(status(undefined)),
      finds: [
        reports("statusPath", { path: "spec.template.spec.containers[0].readinessProbe.httpGet.path" }),
      ],
    },
    { title: "a probe of the port asks for no path", subject: both({ tcpSocket: { port: 8080 } }) },
    {
      title: "a probe of a port on which nothing listens",
      subject: both({ tcpSocket: { port: 8082 } }),
      finds: [
        reports("probePort", {
          path: ["readinessProbe", "livenessProbe"].map(
            (name) => `spec.template.spec.containers[0].${name}.tcpSocket.port`,
          ),
          port: "8082",
        }),
      ],
    },
    {
      title: "a probe of a named port on which nothing listens",
      subject: {
        container: {
          ports: [
            { name: "http", containerPort: 8080 },
            { name: "management", containerPort: 8082 },
          ],
          startupProbe: { httpGet: { path: "/status-0123456789abcdef", port: "management" } },
        },
      },
      finds: [reports("probePort", { port: "8082" })],
    },
    {
      title: "a probe of a port that no port has the name of",
      subject: {
        container: { startupProbe: { httpGet: { path: "/status-0123456789abcdef", port: "web" } } },
      },
      finds: [reports("probePort", { port: "web" })],
    },
    {
      title: "a probe of a named port",
      subject: {
        container: {
          ports: [
            { name: "http", containerPort: 8080 },
            { name: "web", containerPort: 8081 },
          ],
          startupProbe: { httpGet: { path: "/status-0123456789abcdef", port: "web", scheme: "HTTPS" } },
        },
      },
    },
    {
      title: "a probe of a port that is not known",
      subject: { container: { startupProbe: { tcpSocket: { port: unknown } } } },
      finds: [reports("preview", { path: "spec.template.spec.containers[0].startupProbe.tcpSocket.port" })],
    },
    { title: "a command asks for no path", subject: both({ exec: { command: ["true"] } }) },
    {
      title: "an unknown path is reported once for each",
      subject: both(status(unknown)),
      finds: [
        reports("preview", { path: "spec.template.spec.containers[0].readinessProbe.httpGet.path" }),
        reports("preview", { path: "spec.template.spec.containers[0].livenessProbe.httpGet.path" }),
      ],
    },
  ]);
});

describe("security context", () => {
  const security = (securityContext: unknown, env = {}): Changes => ({ container: { securityContext }, env });
  const strict = { allowPrivilegeEscalation: false };
  const ca = { "certificates.local.ca.enabled": "true" };
  run([
    {
      title: "read-only root file system",
      subject: security({ ...strict, readOnlyRootFilesystem: true }),
      finds: [reports("readOnlyRoot")],
    },
    { title: "an explicitly writable one", subject: security({ ...strict, readOnlyRootFilesystem: false }) },
    {
      title: "privileged is one line",
      subject: security({ privileged: true }),
      finds: [reports("privileged", { path: "spec.template.spec.containers[0].securityContext.privileged" })],
    },
    {
      title: "escalation left open",
      subject: security(undefined),
      finds: [
        reports("escalation", {
          path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
        }),
      ],
    },
    {
      title: "escalation allowed",
      subject: security({ allowPrivilegeEscalation: true }),
      finds: [
        reports("escalation", {
          path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
        }),
      ],
    },
    {
      title: "an unknown security context is reported once",
      subject: security(unknown),
      finds: [reports("preview", { path: "spec.template.spec.containers[0].securityContext" })],
    },
    {
      title: "local CA with user 2000",
      subject: security({ ...strict, runAsUser: 2000 }, ca),
      finds: [reports("localCa", { path: "spec.template.spec.containers[0].securityContext.runAsUser" })],
    },
    { title: "local CA with user 1001", subject: security({ ...strict, runAsUser: 1001 }, ca) },
    { title: "local CA with root", subject: security({ ...strict, runAsUser: 0 }, ca) },
    { title: "local CA with the image's own user", subject: security(strict, ca) },
    { title: "user 2000 without local CA", subject: security({ ...strict, runAsUser: 2000 }) },
    {
      title: "user 2000 with local CA off",
      subject: security({ ...strict, runAsUser: 2000 }, { "certificates.local.ca.enabled": "false" }),
    },
    {
      title: "the pod's user counts where the container has none",
      subject: { ...security(strict, ca), pod: { securityContext: { runAsUser: 1000 } } },
      finds: [reports("localCa", { path: "spec.template.spec.securityContext.runAsUser" })],
    },
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
    {
      title: "30 seconds",
      subject: seconds(30),
      finds: [reports("gracePeriod", { path: "spec.template.spec.terminationGracePeriodSeconds" })],
    },
    { title: "nothing means 30", subject: seconds(undefined), finds: [reports("gracePeriodUnset")] },
    { title: "59 seconds", subject: seconds(59), finds: [reports("gracePeriod")] },
    { title: "90 seconds", subject: seconds(90) },
    { title: "seconds as text", subject: seconds("60") },
    { title: "no number", subject: seconds("abc"), finds: [reports("gracePeriodUnreadable")] },
    {
      title: "unknown seconds are reported once",
      subject: seconds(unknown),
      finds: [reports("preview", { path: "spec.template.spec.terminationGracePeriodSeconds" })],
    },
    {
      title: "arm64 with 2.12.3",
      subject: { pod: arm, container: image("2.12.3") },
      finds: [reports("architecture", { version: "2.12.3" })],
    },
    {
      title: "arm64 with 2.9",
      subject: { pod: arm, container: image("2.9") },
      finds: [reports("architecture", { version: "2.9" })],
    },
    { title: "arm64 with 2.13.0", subject: { pod: arm, container: image("2.13.0") } },
    { title: "arm64 with a tag that moves is not checked", subject: { pod: arm, container: image("v2") } },
    {
      title: "amd64 with 2.12.3",
      subject: { pod: { nodeSelector: { "kubernetes.io/arch": "amd64" } }, container: image("2.12.3") },
    },
    {
      title: "an affinity that leaves arm64 only",
      subject: { pod: affinity(term(["arm64"])), container: image("2.12.3") },
      finds: [reports("architecture")],
    },
    {
      title: "an affinity that leaves amd64 too",
      subject: { pod: affinity(term(["arm64", "amd64"])), container: image("2.12.3") },
    },
    {
      title: "two terms, one of which is amd64",
      subject: { pod: affinity(term(["arm64"]), term(["amd64"])), container: image("2.12.3") },
    },
  ]);
});

describe("hosts", () => {
  const probes = ["Readiness", "Liveness"].map((type) => ({ type, ...status("/status-0123456789abcdef") }));
  run([
    { title: "a Container App as advised", subject: app() },
    {
      title: "a Container App has no security context, but time to end",
      subject: app({ template: { terminationGracePeriodSeconds: undefined } }),
      finds: [reports("gracePeriodUnset", { path: "template.terminationGracePeriodSeconds" })],
    },
    {
      title: "a Container App without probes",
      subject: app({ container: { probes: [] } }),
      finds: [reports("portProbesNone", { host: "Container App" })],
    },
    {
      title: "a Container App with the misspelled path",
      subject: app({
        container: {
          probes: [
            { type: "Liveness", httpGet: { path: "/status-012345678990abcdef" } },
            { type: "readiness", tcpSocket: { port: 8080 } },
          ],
        },
      }),
      finds: [reports("statusPath", { path: "template.containers[0].probes[0].httpGet.path" })],
    },
    {
      title: "a Container App with a wrong path for the start",
      subject: app({ container: { probes: [...probes, { type: "Startup", httpGet: { path: "/" } }] } }),
      finds: [reports("statusPath", { path: "template.containers[0].probes[2].httpGet.path" })],
    },
    {
      title: "a classic Container App with a wrong path for the start",
      subject: classicApp({}, { startupProbes: [{ path: "/x", transport: "HTTP" }] }),
      finds: [reports("statusPath", { path: "template.containers[0].startupProbes[0].path" })],
    },
    {
      title: "a Container App without resources",
      subject: app({ container: { resources: undefined } }),
      finds: [reports("requestsNothing")],
    },
    { title: "a classic Container App as advised", subject: classicApp() },
    {
      title: "a classic Container App with a wrong path",
      subject: classicApp({}, { readinessProbes: [{ path: "/x", transport: "HTTP" }] }),
      finds: [reports("statusPath", { path: "template.containers[0].readinessProbes[0].path" })],
    },
    {
      title: "a classic Container App with a probe of the port",
      subject: classicApp({}, { readinessProbes: [{ port: 8080, transport: "TCP" }] }),
    },
    {
      title: "a classic Container App with a probe of another port",
      subject: classicApp({}, { readinessProbes: [{ port: 80, transport: "TCP" }] }),
      finds: [reports("probePort", { path: "template.containers[0].readinessProbes[0].port", port: "80" })],
    },
    {
      title: "a Container App with a probe of another port",
      subject: app({ container: { probes: [...probes, { type: "Startup", tcpSocket: { port: 80 } }] } }),
      finds: [reports("probePort", { path: "template.containers[0].probes[2].tcpSocket.port", port: "80" })],
    },
    {
      title: "a patch isn't checked for properties that it omits",
      subject: patch({
        container: {
          resources: undefined,
          readinessProbe: undefined,
          livenessProbe: undefined,
          securityContext: undefined,
        },
        pod: { terminationGracePeriodSeconds: undefined },
      }),
    },
    {
      title: "a patch is checked for the properties that it has",
      subject: patch({ pod: { terminationGracePeriodSeconds: 10 } }),
      finds: [reports("gracePeriod")],
    },
    {
      title: "a CronJob",
      subject: {
        ...gateway(),
        type: "kubernetes:batch/v1:CronJob",
        props: { metadata: {}, spec: { jobTemplate: { spec: gateway().props.spec } } },
      },
    },
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

test("a wrong type in any property never breaks the policy, and no secret is printed", async () => {
  for (const subject of [gateway(), app(), classicApp()]) {
    for (const props of withWrongTypes(subject.props)) {
      const result = await pack.analyze({ ...subject, props });
      assert.ok(!result.diagnostics.some(({ message }) => message.includes("failed because of a defect")));
    }
  }
  const hidden = gateway({
    container: {
      resources: { requests: { cpu: secret("hush"), memory: secret("hush") } },
      readinessProbe: status(secret("/hush")),
    },
  });
  const lines = linesOf(await pack.analyze(hidden), policy);
  assert.equal(lines.length, 3);
  assert.ok(!lines.join().includes("hush"));
});
