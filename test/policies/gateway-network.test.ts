import { describe, test } from "node:test";
import { advisory, type Expected, says } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { officialChart } from "../../testkit/samples/official-chart";
import {
  app,
  assertClean,
  assertSaid,
  classicApp,
  discovery,
  gateway,
  networkPolicy,
  object,
  spoilt,
} from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-network";
const pack = usePack({ only: [policy] });

type Case = [title: string, stack: Resource[], ...finds: Expected[]];

function run(cases: readonly Case[]): void {
  for (const [title, stack, ...finds] of cases) {
    test(title, async () => {
      const result = await pack.preview(stack);
      if (finds.length > 0) assertSaid(result, policy, ...finds);
      else assertClean(result, policy);
    });
  }
}

const own = { podSelector: { matchLabels: { app: "gateway" } } };
const udp = (port: unknown, more = {}) => ({ protocol: "UDP", port, ...more });
const sync = { ports: [udp(4290), udp(4291)] };
const dns = { ports: [udp(53), { protocol: "TCP", port: 53 }] };
const https = { ports: [{ protocol: "TCP", port: 443 }] };
const egress = (rules: unknown, more: object = {}, around: object = {}): Resource =>
  networkPolicy({ ...own, policyTypes: ["Egress"], egress: rules, ...more }, around);
const ingress = (rules: unknown, more: object = {}, around: object = {}): Resource =>
  networkPolicy({ ...own, policyTypes: ["Ingress"], ingress: rules, ...more }, around);
const one = { spec: { replicas: 1 } };
const corporate = { envFrom: [{ configMapRef: { name: "corporate" } }] };
const closed = says("outside");

describe("port 443 out", () => {
  const out = (...rules: unknown[]) => [gateway(one), egress([...rules, dns])];
  const to = (...peers: unknown[]) => ({ ...https, to: peers });
  run([
    ["no policy at all", [gateway()]],
    ["a policy that lets nothing out", [gateway(one), egress([])], closed],
    ["a policy that lets DNS out", out(), closed],
    ["443 to everywhere", out(https)],
    ["everything to everywhere", out({})],
    ["TCP is meant where no protocol is written", out({ ports: [{ port: 443 }] })],
    ["443 over UDP", out({ ports: [udp(443)] }), closed],
    ["a range with 443 in it", out({ ports: [{ port: 400, endPort: 500 }] })],
    ["a range that ends before", out({ ports: [{ port: 80, endPort: 442 }] }), closed],
    ["the port as text", out({ ports: [{ port: "443" }] })],
    ["a name, which nothing outside has", out({ ports: [{ port: "https" }] }), closed],
    ["443 to addresses", out(to({ ipBlock: { cidr: "20.0.0.0/8", except: ["20.1.0.0/16"] } }))],
    ["443 to pods only", out(to({ podSelector: {} }), to({ namespaceSelector: {} })), closed],
    [
      "443 to pods, through a proxy",
      [
        gateway({ ...one, env: { HTTPS_PROXY: "http://proxy:3128" } }),
        egress([{ to: [{ podSelector: {} }], ports: [{ port: 3128 }] }, dns]),
      ],
    ],
    [
      "443 to pods, where a ConfigMap outside of the stack may name a proxy",
      [
        gateway({ ...one, container: corporate }),
        egress([{ to: [{ podSelector: {} }], ports: [{ port: 3128 }] }, dns]),
      ],
    ],
    [
      "nothing at all, which closes the way to a proxy too",
      [gateway({ ...one, container: corporate }), egress([])],
      closed,
    ],
    [
      "another policy opens what one closes",
      [gateway(one), egress([]), egress([https, dns], {}, { name: "door", metadata: { name: "door" } })],
    ],
    [
      "addresses that are none",
      out(to({ ipBlock: { cidr: "20.0.0.0/33" } })),
      says("range", { path: "spec.egress[0].to[0].ipBlock.cidr" }),
    ],
    [
      "an exception that is none",
      out(to({ ipBlock: { cidr: "::/0", except: ["x"] } })),
      says("range", { path: "spec.egress[0].to[0].ipBlock.except[0]" }),
    ],
    [
      "rules that are unknown are said once",
      [gateway(one), egress(unknown)],
      says("preview", { path: "spec.egress" }),
    ],
    [
      "an unknown port is said once",
      out({ ports: [{ port: unknown }] }),
      says("preview", { path: "spec.egress[0].ports[0].port" }),
    ],
  ]);
});

describe("DNS", () => {
  const out = (...rules: unknown[]) => [gateway(one), egress([https, ...rules])];
  const to = (...peers: unknown[]) => ({ ...dns, to: peers });
  const blocked = says("dns", { ports: "53" });
  const byName = (...names: string[]) => ({
    namespaceSelector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: names }],
    },
  });
  run([
    ["only 443 out", out(), blocked],
    ["only TCP 53", out({ ports: [{ protocol: "TCP", port: 53 }] }), blocked],
    ["to everything", out(dns)],
    ["UDP alone is enough for most answers", out({ ports: [udp(53)] })],
    ["every port", out({ to: [{ namespaceSelector: {} }] })],
    ["a range of ports", out({ ports: [udp(1, { endPort: 1024 })] })],
    ["OpenShift's port", out({ ports: [udp(5353)] })],
    ["CoreDNS' names of its ports", out({ ports: [udp("dns")] })],
    ["another name", out({ ports: [udp("metrics")] }), blocked],
    ["to kube-system", out(to(byName("kube-system")))],
    [
      "to the pods of DNS in kube-system",
      out(to({ ...byName("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } })),
    ],
    ["to OpenShift's namespace", out(to(byName("openshift-dns")))],
    [
      "to a namespace with labels of its own",
      out(to({ namespaceSelector: { matchLabels: { team: "platform" } } })),
    ],
    ["to a cache on the node", out(to({ ipBlock: { cidr: "169.254.20.10/32" } }))],
    ["to its own namespace only", out(to({ podSelector: {} })), blocked],
    ["to another namespace by name", out(to(byName("monitoring"))), blocked],
    ["another policy opens it", [...out(), egress([dns], {}, { name: "dns", metadata: { name: "dns" } })]],
    [
      "an unknown port",
      out({ ports: [udp(unknown)] }),
      says("preview", { path: "spec.egress[1].ports[0].port" }),
    ],
    [
      "an encrypted namespace",
      out(to({ namespaceSelector: "[secret]" })),
      says("encrypted", { path: "spec.egress[1].to[0].namespaceSelector" }),
    ],
    ["a policy about what comes in only", [gateway(one), ingress([])]],
  ]);
});

describe("which policy it is", () => {
  const selector = (podSelector: unknown, more = {}) => [gateway(one), egress([], { podSelector }, more)];
  run([
    ["an empty selector takes every pod", selector({}), closed],
    ["no selector takes every pod", selector(undefined), closed],
    ["other pods", selector({ matchLabels: { app: "x" } })],
    [
      "an expression that takes",
      selector({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["x"] }] }),
      closed,
    ],
    [
      "an expression that does not",
      selector({ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }),
    ],
    ["another namespace", selector({}, { metadata: { namespace: "other" } })],
    [
      "a namespace that the provider decides may be another",
      selector({}, { metadata: { namespace: undefined } }),
    ],
    [
      "an unknown selector builds nothing",
      selector({ matchLabels: { app: unknown } }),
      advisory("preview", { path: "spec.podSelector.matchLabels.app" }),
    ],
    ["a policy about what comes in says nothing of what goes out", [gateway(one), ingress([])]],
    [
      "without types, rules for what goes out are about that",
      [gateway(one), egress([{ ports: [udp(53)] }], { policyTypes: undefined })],
      closed,
    ],
    ["without types, an empty list of rules is none", [gateway(one), egress([], { policyTypes: undefined })]],
    [
      "without types, rules that are unknown are said once",
      [gateway(one), egress(unknown, { policyTypes: undefined })],
      says("preview", { path: "spec.egress" }),
    ],
    [
      "without types and rules it is about what comes in",
      [gateway(one), egress(undefined, { policyTypes: undefined })],
    ],
    [
      "Calico's policy is another thing",
      [gateway(one), { ...egress([]), type: "kubernetes:crd.projectcalico.org/v1:NetworkPolicy" }],
    ],
    [
      "another cluster",
      [gateway(one, { provider: cluster("one") }), { ...egress([]), provider: cluster("two") }],
    ],
  ]);
});

describe("UDP between replicas", () => {
  const udpClosed = (ports: string, direction: string) => says("replicas", { ports, direction });
  const inside = (...rules: unknown[]) => [gateway(), ingress(rules)];
  const from = (...peers: unknown[]) => ({ ...sync, from: peers });
  const namespace: Resource = {
    type: "kubernetes:core/v1:Namespace",
    props: { metadata: { name: "apim", labels: { team: "x" } } },
  };
  const byName = "kubernetes.io/metadata.name";
  const team = (value: string) => ({ namespaceSelector: { matchLabels: { team: value } } });
  run([
    ["nothing comes in", inside(), udpClosed("4290 and 4291", "ingress")],
    ["only calls come in", inside({ ports: [{ port: 8080 }] }), udpClosed("4290 and 4291", "ingress")],
    ["only the heartbeat comes in", inside({ ports: [udp(4291)] }), udpClosed("4290", "ingress")],
    ["both come in", inside(sync)],
    ["a range of ports", inside({ ports: [udp(4290, { endPort: 4291 })] })],
    ["the names of the container's ports", inside({ ports: [udp("rate-limit"), udp("heartbeat")] })],
    [
      "a name that no container's port has",
      inside({ ports: [udp("x"), udp("heartbeat")] }),
      udpClosed("4290", "ingress"),
    ],
    ["from its own pods", inside(from(own))],
    [
      "from other pods",
      inside(from({ podSelector: { matchLabels: { app: "x" } } })),
      udpClosed("4290 and 4291", "ingress"),
    ],
    ["from every namespace", inside(from({ namespaceSelector: {} }))],
    [
      "from its own namespace by name",
      inside(from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "apim" } } })),
    ],
    ["from its own namespace by label", [namespace, ...inside(from(team("x")))]],
    [
      "from another namespace",
      [namespace, ...inside(from(team("y")))],
      udpClosed("4290 and 4291", "ingress"),
    ],
    ["from a namespace whose labels are elsewhere", inside(from(team("y")))],
    [
      "from another namespace by name, whatever labels it has",
      inside(from({ namespaceSelector: { matchLabels: { team: "y", [byName]: "ingress" } } })),
      udpClosed("4290 and 4291", "ingress"),
    ],
    [
      "from every namespace but its own",
      inside(
        from({
          namespaceSelector: { matchExpressions: [{ key: byName, operator: "NotIn", values: ["apim"] }] },
        }),
      ),
      udpClosed("4290 and 4291", "ingress"),
    ],
    [
      "from some namespaces, its own among them",
      inside(
        from({
          namespaceSelector: { matchExpressions: [{ key: byName, operator: "In", values: ["x", "apim"] }] },
        }),
      ),
    ],
    [
      "from a namespace of unknown name",
      inside(from({ namespaceSelector: { matchLabels: { [byName]: unknown } } })),
      advisory("preview", {
        path: 'spec.ingress[0].from[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]',
      }),
    ],
    ["from addresses, which may be its pods'", inside(from({ ipBlock: { cidr: "10.0.0.0/8" } }))],
    ["one replica talks to nobody", [gateway(one), ingress([])]],
    [
      "what goes out is closed but for 443",
      [gateway(), egress([https, dns])],
      udpClosed("4290 and 4291", "egress"),
    ],
    ["what goes out is open for both", [gateway(), egress([https, dns, { ...sync, to: [own] }])]],
    [
      "in and out are one line",
      [gateway(), networkPolicy({ ...own, policyTypes: ["Ingress", "Egress"], egress: [https, dns] })],
      udpClosed("4290 and 4291", "ingress and egress"),
    ],
    [
      "ports that the settings moved",
      [gateway({ env: { "policy.rate-limit.sync.port": "5290" } }), ingress([sync])],
      udpClosed("5290", "ingress"),
    ],
  ]);
});

describe("what stands in front", () => {
  const service = (spec: object, more = {}) => [
    gateway(),
    object("kubernetes:core/v1:Service", "front", { selector: { app: "gateway" }, ...spec }, more),
  ];
  const hidden = says("hidden", { host: "Deployment" });
  const ingressOf = (ingress: unknown) => ({ more: { configuration: { ingress } } });
  const twoContainers = {
    containers: [
      { ...(app().props.template as { containers: object[] }).containers[0], env: [] },
      { name: "proxy", image: "nginx:1" },
    ],
  };
  const balancer = (annotations: object, spec: object = {}): Resource[] => [
    gateway(),
    object(
      "kubernetes:core/v1:Service",
      "front",
      { selector: { app: "gateway" }, type: "LoadBalancer", ...spec },
      {
        metadata: {
          annotations: Object.fromEntries(
            Object.entries(annotations).map(([name, value]) => [
              `service.beta.kubernetes.io/aws-load-balancer-${name}`,
              value,
            ]),
          ),
        },
      },
    ),
  ];
  const forwarded = (value: unknown) => ({ env: { "net.server.http.forwarded.proto.enabled": value } });
  run([
    [
      "a load balancer that keeps the caller's address",
      service({ type: "LoadBalancer", externalTrafficPolicy: "Local" }),
    ],
    ["a load balancer without", service({ type: "LoadBalancer" }), hidden],
    ["a node's port with Cluster", service({ type: "NodePort", externalTrafficPolicy: "Cluster" }), hidden],
    ["a Service inside the cluster", service({ type: "ClusterIP" })],
    ["a Service without a type is inside", service({})],
    ["a Service of other pods", service({ type: "LoadBalancer", selector: { app: "x" } })],
    ["a Service without a selector", service({ type: "LoadBalancer", selector: undefined })],
    [
      "an unknown policy is said once",
      service({ type: "LoadBalancer", externalTrafficPolicy: unknown }),
      says("preview", { path: "spec.externalTrafficPolicy" }),
    ],
    [
      "an AWS load balancer with IP targets",
      balancer({ "nlb-target-type": "ip" }, { externalTrafficPolicy: "Local" }),
      says("hiddenByTargets"),
    ],
    ["the older word for it", balancer({ type: "nlb-ip" }), says("hiddenByTargets")],
    [
      "one that keeps the caller's address",
      balancer({
        "nlb-target-type": "ip",
        "target-group-attributes": "deregistration_delay.timeout_seconds=30, preserve_client_ip.enabled=true",
      }),
    ],
    ["one that uses the proxy protocol", balancer({ "nlb-target-type": "ip", "proxy-protocol": "*" })],
    [
      "attributes that are not known yet",
      balancer({ "nlb-target-type": "ip", "target-group-attributes": unknown }),
      says("preview", { of: "Service" }),
    ],
    ["an AWS load balancer with instance targets", balancer({ "nlb-target-type": "instance" }), hidden],
    ["the chart has no value for it", officialChart({ type: "LoadBalancer" })],
    ["the headless Service", [gateway(), discovery()]],
    ["a Container App that heeds the caller's protocol", [app()]],
    [
      "a Container App that does not",
      [app(forwarded(undefined))],
      says("forwarded", { host: "Container App" }),
    ],
    ["a Container App with false", [app(forwarded("false"))], says("forwarded", { host: "Container App" })],
    ["a Container App with a value that is put in later", [app(forwarded("$(FORWARDED)"))]],
    ["a Container App with True", [app(forwarded("True"))]],
    [
      "a Container App of unknown settings",
      [app({ container: { env: unknown } })],
      says("preview", { path: "template.containers[0].env" }),
    ],
    [
      "a Container App with an unknown value",
      [app(forwarded(unknown))],
      says("preview", { path: "template.containers[0].env[3].value", of: "" }),
    ],
    [
      "a Container App whose ingress hands TCP on",
      [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 8081, transport: "Tcp" }) })],
    ],
    ["a Container App without an ingress", [app({ ...forwarded(undefined), ...ingressOf(undefined) })]],
    [
      "a Container App whose ingress is unknown",
      [app({ ...forwarded(undefined), ...ingressOf(unknown) })],
      says("preview", { path: "configuration.ingress" }),
    ],
    [
      "an unknown ingress leaves its port open, whatever the setting",
      [app(ingressOf(unknown))],
      says("preview", { path: "configuration.ingress" }),
    ],
    ["an ingress to the gateway's port", [app(ingressOf({ targetPort: 8080, external: true }))]],
    [
      "an ingress to another port",
      [app(ingressOf({ targetPort: 80 }))],
      says("targetPort", { port: "80", path: "configuration.ingress.targetPort" }),
    ],
    [
      "an ingress to another port of an app with another container, which it is for",
      [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 80 }), template: twoContainers })],
    ],
    [
      "an ingress to the gateway's port of an app with another container",
      [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 8080 }), template: twoContainers })],
      says("forwarded"),
    ],
    [
      "an ingress that ends TLS and calls the port for TLS",
      [app(ingressOf({ targetPort: 8081 }))],
      says("tlsPort", { path: "configuration.ingress.targetPort" }),
    ],
    ["an ingress for TCP to the port for TLS", [app(ingressOf({ targetPort: 8081, transport: "tcp" }))]],
    [
      "an unknown port",
      [app(ingressOf({ targetPort: unknown }))],
      says("preview", { path: "configuration.ingress.targetPort" }),
    ],
    [
      "an encrypted port",
      [app(ingressOf({ targetPort: "[secret]" }))],
      says("encrypted", { path: "configuration.ingress.targetPort" }),
    ],
    [
      "plain HTTP from outside",
      [app(ingressOf({ targetPort: 8080, external: true, allowInsecure: true }))],
      says("insecure", { path: "configuration.ingress.allowInsecure" }),
    ],
    ["plain HTTP from inside", [app(ingressOf({ targetPort: 8080, external: false, allowInsecure: true }))]],
    [
      "plain HTTP from outside, not known yet",
      [app(ingressOf({ targetPort: 8080, external: true, allowInsecure: unknown }))],
      says("preview", { path: "configuration.ingress.allowInsecure" }),
    ],
    ["a classic Container App", [classicApp()]],
    [
      "a classic Container App that does not",
      [classicApp({}, { envs: [{ name: "config.service.auth", value: "workloadIdentity" }] })],
      says("forwarded"),
    ],
  ]);
});

test("nothing of a wrong type, anywhere, breaks the policy", async () => {
  const wall = networkPolicy({
    ...own,
    policyTypes: ["Ingress", "Egress"],
    egress: [{ ...https, to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    ingress: [{ ...sync, from: [own] }],
  });
  for (const props of spoilt(wall.props)) {
    const { diagnostics } = await pack.analyzeStack([gateway(), { ...wall, props }]);
    if (diagnostics.some(({ message }) => message.includes("defect of its own")))
      throw new Error(JSON.stringify(diagnostics));
  }
});

function cluster(name: string): Resource {
  return { type: "pulumi:providers:kubernetes", name, props: {} };
}
