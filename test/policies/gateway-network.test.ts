import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { casesOf } from "../../testkit/samples/cases";
import { release } from "../../testkit/samples/installations";
import { officialChart } from "../../testkit/samples/official-chart";
import {
  app,
  classicApp,
  discovery,
  gateway,
  networkPolicy,
  object,
  withWrongTypes,
} from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-network";
const pack = usePack({ only: [policy] });
const run = casesOf(pack, policy);

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
const closed = reports("outside");

describe("port 443 out", () => {
  const out = (...rules: unknown[]) => [gateway(one), egress([...rules, dns])];
  const to = (...peers: unknown[]) => ({ ...https, to: peers });
  run([
    { title: "no policy at all", stack: [gateway()] },
    { title: "a policy that lets nothing out", stack: [gateway(one), egress([])], finds: [closed] },
    { title: "a policy that lets DNS out", stack: out(), finds: [closed] },
    { title: "443 to everywhere", stack: out(https) },
    { title: "everything to everywhere", stack: out({}) },
    { title: "TCP is meant where no protocol is written", stack: out({ ports: [{ port: 443 }] }) },
    { title: "443 over UDP", stack: out({ ports: [udp(443)] }), finds: [closed] },
    { title: "a range with 443 in it", stack: out({ ports: [{ port: 400, endPort: 500 }] }) },
    {
      title: "a range that ends before",
      stack: out({ ports: [{ port: 80, endPort: 442 }] }),
      finds: [closed],
    },
    { title: "the port as text", stack: out({ ports: [{ port: "443" }] }) },
    {
      title: "a name, which nothing outside has",
      stack: out({ ports: [{ port: "https" }] }),
      finds: [closed],
    },
    {
      title: "443 to addresses",
      stack: out(to({ ipBlock: { cidr: "20.0.0.0/8", except: ["20.1.0.0/16"] } })),
    },
    {
      title: "443 to pods only",
      stack: out(to({ podSelector: {} }), to({ namespaceSelector: {} })),
      finds: [closed],
    },
    {
      title: "443 to pods, through a proxy",
      stack: [
        gateway({ ...one, env: { HTTPS_PROXY: "http://proxy:3128" } }),
        egress([{ to: [{ podSelector: {} }], ports: [{ port: 3128 }] }, dns]),
      ],
    },
    {
      title: "443 to pods, where a ConfigMap outside the stack may name a proxy",
      stack: [
        gateway({ ...one, container: corporate }),
        egress([{ to: [{ podSelector: {} }], ports: [{ port: 3128 }] }, dns]),
      ],
    },
    {
      title: "nothing at all, which closes the way to a proxy too",
      stack: [gateway({ ...one, container: corporate }), egress([])],
      finds: [closed],
    },
    {
      title: "another policy opens what one closes",
      stack: [
        gateway(one),
        egress([]),
        egress([https, dns], {}, { name: "door", metadata: { name: "door" } }),
      ],
    },
    {
      title: "addresses that are none",
      stack: out(to({ ipBlock: { cidr: "20.0.0.0/33" } })),
      finds: [reports("range", { path: "spec.egress[0].to[0].ipBlock.cidr" })],
    },
    {
      title: "an exception that is none",
      stack: out(to({ ipBlock: { cidr: "::/0", except: ["x"] } })),
      finds: [reports("range", { path: "spec.egress[0].to[0].ipBlock.except[0]" })],
    },
    {
      title: "rules that are unknown are reported once",
      stack: [gateway(one), egress(unknown)],
      finds: [reports("previewOf", { path: "spec.egress" })],
    },
    {
      title: "an unknown port is reported once",
      stack: out({ ports: [{ port: unknown }] }),
      finds: [reports("previewOf", { path: "spec.egress[0].ports[0].port" })],
    },
  ]);
});

describe("DNS", () => {
  const out = (...rules: unknown[]) => [gateway(one), egress([https, ...rules])];
  const to = (...peers: unknown[]) => ({ ...dns, to: peers });
  const blocked = reports("dns", { ports: "53" });
  const byName = (...names: string[]) => ({
    namespaceSelector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: names }],
    },
  });
  run([
    { title: "only 443 out", stack: out(), finds: [blocked] },
    { title: "only TCP 53", stack: out({ ports: [{ protocol: "TCP", port: 53 }] }), finds: [blocked] },
    { title: "to everything", stack: out(dns) },
    { title: "UDP alone is enough for most answers", stack: out({ ports: [udp(53)] }) },
    { title: "every port", stack: out({ to: [{ namespaceSelector: {} }] }) },
    { title: "a range of ports", stack: out({ ports: [udp(1, { endPort: 1024 })] }) },
    { title: "OpenShift's port", stack: out({ ports: [udp(5353)] }) },
    { title: "CoreDNS' names of its ports", stack: out({ ports: [udp("dns")] }) },
    { title: "another name", stack: out({ ports: [udp("metrics")] }), finds: [blocked] },
    { title: "to kube-system", stack: out(to(byName("kube-system"))) },
    {
      title: "to the pods of DNS in kube-system",
      stack: out(to({ ...byName("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } })),
    },
    { title: "to OpenShift's namespace", stack: out(to(byName("openshift-dns"))) },
    {
      title: "to a namespace with labels of its own",
      stack: out(to({ namespaceSelector: { matchLabels: { team: "platform" } } })),
    },
    { title: "to a cache on the node", stack: out(to({ ipBlock: { cidr: "169.254.20.10/32" } })) },
    { title: "to its own namespace only", stack: out(to({ podSelector: {} })), finds: [blocked] },
    { title: "to another namespace by name", stack: out(to(byName("monitoring"))), finds: [blocked] },
    {
      title: "another policy opens it",
      stack: [...out(), egress([dns], {}, { name: "dns", metadata: { name: "dns" } })],
    },
    {
      title: "an unknown port",
      stack: out({ ports: [udp(unknown)] }),
      finds: [reports("previewOf", { path: "spec.egress[1].ports[0].port" })],
    },
    {
      title: "an encrypted namespace",
      stack: out(to({ namespaceSelector: "[secret]" })),
      finds: [reports("encryptedOf", { path: "spec.egress[1].to[0].namespaceSelector" })],
    },
    { title: "a policy for ingress only", stack: [gateway(one), ingress([])] },
  ]);
});

describe("which policy it is", () => {
  const selector = (podSelector: unknown, more = {}) => [gateway(one), egress([], { podSelector }, more)];
  run([
    { title: "an empty selector selects every pod", stack: selector({}), finds: [closed] },
    { title: "no selector selects every pod", stack: selector(undefined), finds: [closed] },
    { title: "other pods", stack: selector({ matchLabels: { app: "x" } }) },
    {
      title: "an expression that selects",
      stack: selector({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["x"] }] }),
      finds: [closed],
    },
    {
      title: "an expression that does not",
      stack: selector({ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }),
    },
    { title: "another namespace", stack: selector({}, { metadata: { namespace: "other" } }) },
    {
      title: "a namespace that the provider decides may be another",
      stack: selector({}, { metadata: { namespace: undefined } }),
    },
    {
      title: "an unknown selector builds nothing",
      stack: selector({ matchLabels: { app: unknown } }),
      finds: [advisory("previewOf", { path: "spec.podSelector.matchLabels.app" })],
    },
    {
      title: "a policy for ingress doesn't affect egress",
      stack: [gateway(one), ingress([])],
    },
    {
      title: "without types, egress rules apply to egress",
      stack: [gateway(one), egress([{ ports: [udp(53)] }], { policyTypes: undefined })],
      finds: [closed],
    },
    {
      title: "without types, an empty list of rules is none",
      stack: [gateway(one), egress([], { policyTypes: undefined })],
    },
    {
      title: "without types, rules that are unknown are reported once",
      stack: [gateway(one), egress(unknown, { policyTypes: undefined })],
      finds: [reports("previewOf", { path: "spec.egress" })],
    },
    {
      title: "without types and rules it applies to ingress",
      stack: [gateway(one), egress(undefined, { policyTypes: undefined })],
    },
    {
      title: "Calico's policy is another thing",
      stack: [gateway(one), { ...egress([]), type: "kubernetes:crd.projectcalico.org/v1:NetworkPolicy" }],
      finds: [advisory("foreign", { policies: "NetworkPolicy" })],
    },
    {
      title: "another cluster",
      stack: [gateway(one, { provider: cluster("one") }), { ...egress([]), provider: cluster("two") }],
    },
  ]);
});

describe("UDP between replicas", () => {
  const udpClosed = (ports: string, direction: string) => reports("replicas", { ports, direction });
  const inside = (...rules: unknown[]) => [gateway(), ingress(rules)];
  const from = (...peers: unknown[]) => ({ ...sync, from: peers });
  const namespace: Resource = {
    type: "kubernetes:core/v1:Namespace",
    props: { metadata: { name: "apim", labels: { team: "x" } } },
  };
  const byName = "kubernetes.io/metadata.name";
  const team = (value: string) => ({ namespaceSelector: { matchLabels: { team: value } } });
  run([
    { title: "no ingress", stack: inside(), finds: [udpClosed("4290, 4291", "ingress")] },
    {
      title: "only calls come in",
      stack: inside({ ports: [{ port: 8080 }] }),
      finds: [udpClosed("4290, 4291", "ingress")],
    },
    {
      title: "only the heartbeat as ingress",
      stack: inside({ ports: [udp(4291)] }),
      finds: [udpClosed("4290", "ingress")],
    },
    { title: "both come in", stack: inside(sync) },
    { title: "a range of ports", stack: inside({ ports: [udp(4290, { endPort: 4291 })] }) },
    {
      title: "the names of the container's ports",
      stack: inside({ ports: [udp("rate-limit"), udp("heartbeat")] }),
    },
    {
      title: "a name that no container's port has",
      stack: inside({ ports: [udp("x"), udp("heartbeat")] }),
      finds: [udpClosed("4290", "ingress")],
    },
    { title: "from its own pods", stack: inside(from(own)) },
    {
      title: "from other pods",
      stack: inside(from({ podSelector: { matchLabels: { app: "x" } } })),
      finds: [udpClosed("4290, 4291", "ingress")],
    },
    { title: "from every namespace", stack: inside(from({ namespaceSelector: {} })) },
    {
      title: "from its own namespace by name",
      stack: inside(from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "apim" } } })),
    },
    { title: "from its own namespace by label", stack: [namespace, ...inside(from(team("x")))] },
    {
      title: "from another namespace",
      stack: [namespace, ...inside(from(team("y")))],
      finds: [udpClosed("4290, 4291", "ingress")],
    },
    { title: "from a namespace whose labels are elsewhere", stack: inside(from(team("y"))) },
    {
      title: "from another namespace by name, whatever labels it has",
      stack: inside(from({ namespaceSelector: { matchLabels: { team: "y", [byName]: "ingress" } } })),
      finds: [udpClosed("4290, 4291", "ingress")],
    },
    {
      title: "from every namespace but its own",
      stack: inside(
        from({
          namespaceSelector: { matchExpressions: [{ key: byName, operator: "NotIn", values: ["apim"] }] },
        }),
      ),
      finds: [udpClosed("4290, 4291", "ingress")],
    },
    {
      title: "from some namespaces, its own among them",
      stack: inside(
        from({
          namespaceSelector: { matchExpressions: [{ key: byName, operator: "In", values: ["x", "apim"] }] },
        }),
      ),
    },
    {
      title: "from a namespace of unknown name",
      stack: inside(from({ namespaceSelector: { matchLabels: { [byName]: unknown } } })),
      finds: [
        advisory("previewOf", {
          path: 'spec.ingress[0].from[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]',
        }),
      ],
    },
    {
      title: "from addresses, which may be its pods'",
      stack: inside(from({ ipBlock: { cidr: "10.0.0.0/8" } })),
    },
    { title: "one replica has no other to connect to", stack: [gateway(one), ingress([])] },
    {
      title: "egress is blocked except for 443",
      stack: [gateway(), egress([https, dns])],
      finds: [udpClosed("4290, 4291", "egress")],
    },
    {
      title: "egress is allowed for both",
      stack: [gateway(), egress([https, dns, { ...sync, to: [own] }])],
    },
    {
      title: "in and out are one line",
      stack: [gateway(), networkPolicy({ ...own, policyTypes: ["Ingress", "Egress"], egress: [https, dns] })],
      finds: [udpClosed("4290, 4291", "ingress and egress")],
    },
    {
      title: "ports that the settings moved",
      stack: [gateway({ env: { "policy.rate-limit.sync.port": "5290" } }), ingress([sync])],
      finds: [udpClosed("5290", "ingress")],
    },
  ]);
});

describe("what is in front of the gateway", () => {
  const service = (spec: object, more = {}) => [
    gateway(),
    object("kubernetes:core/v1:Service", "front", { selector: { app: "gateway" }, ...spec }, more),
  ];
  const hidden = reports("hidden", { host: "Deployment" });
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
    {
      title: "a load balancer that keeps the caller's address",
      stack: service({ type: "LoadBalancer", externalTrafficPolicy: "Local" }),
    },
    { title: "a load balancer without", stack: service({ type: "LoadBalancer" }), finds: [hidden] },
    {
      title: "a node's port with Cluster",
      stack: service({ type: "NodePort", externalTrafficPolicy: "Cluster" }),
      finds: [hidden],
    },
    { title: "a Service inside the cluster", stack: service({ type: "ClusterIP" }) },
    { title: "a Service without a type is inside", stack: service({}) },
    { title: "a Service of other pods", stack: service({ type: "LoadBalancer", selector: { app: "x" } }) },
    { title: "a Service without a selector", stack: service({ type: "LoadBalancer", selector: undefined }) },
    {
      title: "an unknown policy is reported once",
      stack: service({ type: "LoadBalancer", externalTrafficPolicy: unknown }),
      finds: [reports("previewOf", { path: "spec.externalTrafficPolicy" })],
    },
    {
      title: "an AWS load balancer with IP targets",
      stack: balancer({ "nlb-target-type": "ip" }, { externalTrafficPolicy: "Local" }),
      finds: [reports("hiddenByTargets")],
    },
    {
      title: "the older word for it",
      stack: balancer({ type: "nlb-ip" }),
      finds: [reports("hiddenByTargets")],
    },
    {
      title: "one that keeps the caller's address",
      stack: balancer({
        "nlb-target-type": "ip",
        "target-group-attributes": "deregistration_delay.timeout_seconds=30, preserve_client_ip.enabled=true",
      }),
    },
    {
      title: "one that uses the proxy protocol",
      stack: balancer({ "nlb-target-type": "ip", "proxy-protocol": "*" }),
    },
    {
      title: "attributes that are not known yet",
      stack: balancer({ "nlb-target-type": "ip", "target-group-attributes": unknown }),
      finds: [reports("previewOf", { of: "Service" })],
    },
    {
      title: "an AWS load balancer with instance targets",
      stack: balancer({ "nlb-target-type": "instance" }),
      finds: [hidden],
    },
    { title: "the chart has no value for it", stack: officialChart({ type: "LoadBalancer" }) },
    { title: "the headless Service", stack: [gateway(), discovery()] },
    { title: "a Container App that heeds the caller's protocol", stack: [app()] },
    {
      title: "a Container App that does not",
      stack: [app(forwarded(undefined))],
      finds: [reports("forwarded", { host: "Container App" })],
    },
    {
      title: "a Container App with false",
      stack: [app(forwarded("false"))],
      finds: [reports("forwarded", { host: "Container App" })],
    },
    { title: "a Container App with a value that is put in later", stack: [app(forwarded("$(FORWARDED)"))] },
    { title: "a Container App with True", stack: [app(forwarded("True"))] },
    {
      title: "a Container App of unknown settings",
      stack: [app({ container: { env: unknown } })],
      finds: [reports("preview", { path: "template.containers[0].env" })],
    },
    {
      title: "a Container App with an unknown value",
      stack: [app(forwarded(unknown))],
      finds: [reports("preview", { path: "template.containers[0].env[3].value" })],
    },
    {
      title: "a Container App whose ingress hands TCP on",
      stack: [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 8081, transport: "Tcp" }) })],
    },
    {
      title: "a Container App without an ingress",
      stack: [app({ ...forwarded(undefined), ...ingressOf(undefined) })],
    },
    {
      title: "a Container App whose ingress is unknown",
      stack: [app({ ...forwarded(undefined), ...ingressOf(unknown) })],
      finds: [reports("preview", { path: "configuration.ingress" })],
    },
    {
      title: "an unknown ingress leaves its port open, whatever the setting",
      stack: [app(ingressOf(unknown))],
      finds: [reports("preview", { path: "configuration.ingress" })],
    },
    {
      title: "an ingress to the gateway's port",
      stack: [app(ingressOf({ targetPort: 8080, external: true }))],
    },
    {
      title: "an ingress to another port",
      stack: [app(ingressOf({ targetPort: 80 }))],
      finds: [reports("targetPort", { port: "80", path: "configuration.ingress.targetPort" })],
    },
    {
      title: "an ingress to another port of an app with another container, which it is for",
      stack: [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 80 }), template: twoContainers })],
    },
    {
      title: "an ingress to the gateway's port of an app with another container",
      stack: [app({ ...forwarded(undefined), ...ingressOf({ targetPort: 8080 }), template: twoContainers })],
      finds: [reports("forwarded")],
    },
    {
      title: "an ingress that ends TLS and calls the port for TLS",
      stack: [app(ingressOf({ targetPort: 8081 }))],
      finds: [reports("tlsPort", { path: "configuration.ingress.targetPort" })],
    },
    {
      title: "an ingress for TCP to the port for TLS",
      stack: [app(ingressOf({ targetPort: 8081, transport: "tcp" }))],
    },
    {
      title: "an unknown port",
      stack: [app(ingressOf({ targetPort: unknown }))],
      finds: [reports("preview", { path: "configuration.ingress.targetPort" })],
    },
    {
      title: "an encrypted port",
      stack: [app(ingressOf({ targetPort: "[secret]" }))],
      finds: [reports("encrypted", { path: "configuration.ingress.targetPort" })],
    },
    {
      title: "plain HTTP from outside",
      stack: [app(ingressOf({ targetPort: 8080, external: true, allowInsecure: true }))],
      finds: [reports("insecure", { path: "configuration.ingress.allowInsecure" })],
    },
    {
      title: "plain HTTP from inside",
      stack: [app(ingressOf({ targetPort: 8080, external: false, allowInsecure: true }))],
    },
    {
      title: "plain HTTP from outside, not known yet",
      stack: [app(ingressOf({ targetPort: 8080, external: true, allowInsecure: unknown }))],
      finds: [reports("preview", { path: "configuration.ingress.allowInsecure" })],
    },
    { title: "a classic Container App", stack: [classicApp()] },
    {
      title: "a classic Container App that does not",
      stack: [classicApp({}, { envs: [{ name: "config.service.auth", value: "workloadIdentity" }] })],
      finds: [reports("forwarded")],
    },
  ]);
});

describe("policies of other projects", () => {
  const policy = (type: string, spec: unknown, namespace: unknown = "apim") =>
    object(`kubernetes:${type}`, "wall", spec, { metadata: { namespace } });
  const calico = "crd.projectcalico.org/v1:NetworkPolicy";
  const cilium = "cilium.io/v2:CiliumNetworkPolicy";
  const selecting = (app: unknown) => ({ endpointSelector: { matchLabels: { app } } });
  const named = (kind: string) => advisory("foreign", { policies: kind, host: "Deployment" });
  run([
    { title: "Calico's", stack: [gateway(), policy(calico, {})], finds: [named("NetworkPolicy")] },
    { title: "Calico's in another namespace", stack: [gateway(), policy(calico, {}, "shop")] },
    {
      title: "Calico's of the whole cluster",
      stack: [gateway(), policy("projectcalico.org/v3:GlobalNetworkPolicy", {}, undefined)],
      finds: [named("GlobalNetworkPolicy")],
    },
    {
      title: "Cilium's for the gateway",
      stack: [gateway(), policy(cilium, selecting("gateway"))],
      finds: [named("CiliumNetworkPolicy")],
    },
    {
      title: "Cilium's for the gateway, with the label's source",
      stack: [gateway(), policy(cilium, { endpointSelector: { matchLabels: { "k8s:app": "gateway" } } })],
      finds: [named("CiliumNetworkPolicy")],
    },
    { title: "Cilium's for other pods", stack: [gateway(), policy(cilium, selecting("shop"))] },
    {
      title: "Cilium's for what is not known",
      stack: [gateway(), policy(cilium, selecting(unknown))],
      finds: [named("CiliumNetworkPolicy")],
    },
    {
      title: "Antrea's of its namespace",
      stack: [gateway(), policy("crd.antrea.io/v1beta1:NetworkPolicy", {})],
      finds: [named("NetworkPolicy")],
    },
    {
      title: "Antrea's of another",
      stack: [gateway(), policy("crd.antrea.io/v1beta1:NetworkPolicy", {}, "shop")],
    },
    ...["policy.networking.k8s.io/v1alpha2", "crd.antrea.io/v1beta1"].map((group) => ({
      title: `a ClusterNetworkPolicy of ${group}`,
      stack: [gateway(), policy(`${group}:ClusterNetworkPolicy`, unknown, undefined)],
      finds: [named("ClusterNetworkPolicy")],
    })),
    {
      title: "several are one line",
      stack: [gateway(), policy(calico, {}), policy(cilium, {}), policy(calico, 7)],
      finds: [named("CiliumNetworkPolicy")],
    },
    { title: "another project's", stack: [gateway(), policy("example.com/v1:NetworkPolicy", {})] },
  ]);
});

describe("TLS that ends in front of the gateway's Service", () => {
  const heeds = { env: { "net.server.http.forwarded.proto.enabled": "true" } };
  const service = object("kubernetes:core/v1:Service", "front", {
    selector: { app: "gateway" },
    ports: [{ port: 80, targetPort: 8080 }],
  });
  const annotated = (annotations: unknown): Resource =>
    object("kubernetes:core/v1:Service", "front", service.props.spec, { metadata: { annotations } });
  const again = (name: unknown) =>
    object("kubernetes:gateway.networking.k8s.io/v1:BackendTLSPolicy", "again", {
      targetRefs: [{ group: "", kind: "Service", name }],
    });
  const rules = (name: unknown = "front", port: unknown = { number: 80 }) => ({
    rules: [{ http: { paths: [{ path: "/", backend: { service: { name, port } } }] } }],
  });
  const tls = { tls: [{ secretName: "certificate" }] };
  const entry = (type: string, spec: unknown, annotations?: unknown): Resource =>
    object(`kubernetes:${type}`, "entry", spec, { metadata: { annotations } });
  const ingress = (spec: object = {}, annotations?: unknown) =>
    entry("networking.k8s.io/v1:Ingress", { ...rules(), ...tls, ...spec }, annotations);
  const behind = (...around: Resource[]) => [gateway(), service, ...around];
  const ended = reports("forwardedBy", { entry: "Ingress", host: "Deployment" });
  const route = (kind: string, parent: object = {}) =>
    entry(`gateway.networking.k8s.io/v1:${kind}`, {
      parentRefs: [{ name: "public", ...parent }],
      rules: [{ backendRefs: [{ name: "front", port: 80 }] }],
    });
  const listeners = (...all: object[]) =>
    object("kubernetes:gateway.networking.k8s.io/v1:Gateway", "public", { listeners: all });
  const openshift = (termination: unknown, name = "front") =>
    entry("route.openshift.io/v1:Route", { to: { kind: "Service", name }, tls: { termination } });

  run([
    { title: "an Ingress with TLS", stack: behind(ingress()), finds: [ended] },
    {
      title: "a gateway that heeds the caller's protocol",
      stack: [gateway(heeds), service, ingress()],
    },
    { title: "an Ingress without TLS", stack: behind(ingress({ tls: undefined })) },
    { title: "an Ingress of another Service", stack: behind(ingress(rules("other"))) },
    {
      title: "an Ingress of another namespace",
      stack: behind(
        object(
          "kubernetes:networking.k8s.io/v1:Ingress",
          "entry",
          { ...rules(), ...tls },
          {
            metadata: { namespace: "shop" },
          },
        ),
      ),
    },
    {
      title: "an Ingress with a default backend",
      stack: behind(ingress({ rules: undefined, defaultBackend: { service: { name: "front" } } })),
      finds: [ended],
    },
    {
      title: "an older Ingress",
      stack: behind(
        entry("extensions/v1beta1:Ingress", { backend: { serviceName: "front", servicePort: 80 }, ...tls }),
      ),
      finds: [ended],
    },
    {
      title: "Application Gateway with a certificate of its own",
      stack: behind(
        ingress({ tls: undefined }, { "appgw.ingress.kubernetes.io/appgw-ssl-certificate": "wildcard" }),
      ),
      finds: [ended],
    },
    {
      title: "TLS that goes through",
      stack: behind(ingress({}, { "nginx.ingress.kubernetes.io/ssl-passthrough": "true" })),
    },
    {
      title: "TLS that does not, in so many words",
      stack: behind(ingress({}, { "nginx.ingress.kubernetes.io/ssl-passthrough": "false" })),
      finds: [ended],
    },
    {
      title: "TLS that begins again",
      stack: behind(ingress({}, { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS" })),
    },
    {
      title: "TLS that begins again, by HAProxy's other prefix",
      stack: behind(ingress({}, { "haproxy.com/server-ssl": "true" })),
    },
    {
      title: "TLS that Traefik ends without naming a certificate",
      stack: behind(ingress({ tls: undefined }, { "traefik.ingress.kubernetes.io/router.tls": "true" })),
      finds: [ended],
    },
    {
      title: "TLS that the Service asks for",
      stack: [
        gateway(),
        annotated({ "traefik.ingress.kubernetes.io/service.serversscheme": "https" }),
        ingress(),
      ],
    },
    {
      title: "TLS that the Service does not ask for",
      stack: [
        gateway(),
        annotated({ "traefik.ingress.kubernetes.io/service.serversscheme": "h2c" }),
        ingress(),
      ],
      finds: [ended],
    },
    {
      title: "unknown annotations of the Service",
      stack: [gateway(), annotated(unknown), ingress()],
      finds: [reports("previewOf", { path: "metadata.annotations", of: "Service" })],
    },
    {
      title: "a port that Traefik calls with TLS",
      stack: behind(ingress({ ...rules("front", { name: "https" }), ingressClassName: "traefik" })),
    },
    {
      title: "that port with another controller",
      stack: behind(ingress({ ...rules("front", { name: "https" }), ingressClassName: "nginx" })),
      finds: [ended],
    },
    {
      title: "a port that Traefik calls without TLS",
      stack: behind(ingress({ ingressClassName: "traefik" })),
      finds: [ended],
    },
    {
      title: "a port of Traefik's that is not known",
      stack: behind(ingress({ ...rules("front", unknown), ingressClassName: "traefik" })),
      finds: [ended],
    },
    {
      title: "unknown annotations",
      stack: behind(ingress({}, unknown)),
      finds: [reports("previewOf", { path: "metadata.annotations", of: "Ingress" })],
    },
    {
      title: "unknown TLS",
      stack: behind(ingress({ tls: unknown })),
      finds: [reports("previewOf", { path: "spec.tls", of: "Ingress" })],
    },
    {
      title: "TLS that cannot be read",
      stack: behind(ingress({ tls: "[secret]" })),
      finds: [reports("encryptedOf", { path: "spec.tls" })],
    },
    { title: "a name that is not known", stack: behind(ingress(rules(unknown))) },
    { title: "no Service that leads to the gateway", stack: [gateway(), ingress()] },
    {
      title: "an HTTPRoute behind a listener of HTTPS",
      stack: behind(route("HTTPRoute"), listeners({ name: "web", protocol: "HTTPS", tls: {} })),
      finds: [reports("forwardedBy", { entry: "HTTPRoute" })],
    },
    {
      title: "a BackendTLSPolicy for the Service",
      stack: behind(route("HTTPRoute"), listeners({ name: "web", protocol: "HTTPS" }), again("front")),
    },
    {
      title: "a BackendTLSPolicy for another Service, or one that is not known",
      stack: behind(
        route("HTTPRoute"),
        listeners({ name: "web", protocol: "HTTPS" }),
        again("other"),
        again(unknown),
      ),
      finds: [reports("forwardedBy", { entry: "HTTPRoute" })],
    },
    {
      title: "a BackendTLSPolicy, which an Ingress does not read",
      stack: behind(ingress(), again("front")),
      finds: [ended],
    },
    {
      title: "a GRPCRoute too",
      stack: behind(route("GRPCRoute"), listeners({ name: "web", protocol: "HTTPS", tls: {} })),
      finds: [reports("forwardedBy", { entry: "GRPCRoute" })],
    },
    {
      title: "an HTTPRoute behind a listener of HTTP",
      stack: behind(route("HTTPRoute"), listeners({ name: "web", protocol: "HTTP" })),
    },
    {
      title: "an HTTPRoute that names the listener of HTTP",
      stack: behind(
        route("HTTPRoute", { sectionName: "plain" }),
        listeners({ name: "plain", protocol: "HTTP" }, { name: "web", protocol: "HTTPS", tls: {} }),
      ),
    },
    { title: "a Gateway of another stack", stack: behind(route("HTTPRoute")) },
    {
      title: "a Route of OpenShift that ends TLS at the edge",
      stack: behind(openshift("edge")),
      finds: [reports("forwardedBy", { entry: "Route" })],
    },
    { title: "a Route that passes it through", stack: behind(openshift("passthrough")) },
    { title: "a Route that encrypts again", stack: behind(openshift("reencrypt")) },
    { title: "a Route without TLS", stack: behind(openshift(undefined)) },
    { title: "a Route of another Service", stack: behind(openshift("edge", "other")) },
    {
      title: "a Route of Knative",
      stack: behind(entry("serving.knative.dev/v1:Route", { to: { name: "front" } })),
    },
    {
      title: "the Service that the chart makes",
      stack: [
        release({ gateway: { auth: { type: "WorkloadIdentity" } } }),
        ingress(rules("gw-azure-api-management-gateway")),
      ],
      finds: [reports("forwardedBy", { entry: "Ingress" })],
    },
    {
      title: "the Service that the chart makes, which asks for TLS",
      stack: [
        release({ service: { annotations: { "konghq.com/protocol": "https" } } }),
        ingress(rules("gw-azure-api-management-gateway")),
      ],
    },
    {
      title: "the Service that the chart makes, and its setting",
      stack: [
        release({
          gateway: { configuration: { additional: { "net.server.http.forwarded.proto.enabled": "true" } } },
        }),
        ingress(rules("gw-azure-api-management-gateway")),
      ],
    },
  ]);

  test("a wrong type in any property never breaks the policy", async () => {
    const around = [
      ingress({}, {}),
      route("HTTPRoute"),
      listeners({ name: "web", protocol: "HTTPS" }),
      openshift("edge"),
    ];
    for (const one of [service, ...around])
      for (const props of withWrongTypes(one.props)) {
        const rest = [service, ...around].filter((other) => other !== one);
        const { diagnostics } = await pack.analyzeStack([gateway(), ...rest, { ...one, props }]);
        assert.ok(
          !diagnostics.some(({ message }) => message.includes("failed because of a defect")),
          one.type,
        );
      }
  });
});

describe("the ports of a Service", () => {
  const named = (...ports: object[]) => gateway({ container: { ports } });
  const service = (port: object, type = "core/v1:Service") =>
    object(`kubernetes:${type}`, "front", { selector: { app: "gateway" }, ports: [port] });
  const lost = (path: string, port: string) => reports("servicePort", { path, port, service: "Service" });
  const first = "spec.ports[0]";
  run([
    { title: "the port for HTTP", stack: [gateway(), service({ port: 80, targetPort: 8080 })] },
    { title: "the port for HTTPS", stack: [gateway(), service({ port: 443, targetPort: "8081" })] },
    { title: "the container port's name", stack: [gateway(), service({ port: 80, targetPort: "http" })] },
    {
      title: "a port on which nothing listens",
      stack: [gateway(), service({ port: 80, targetPort: 80 })],
      finds: [lost(`${first}.targetPort`, "80")],
    },
    {
      title: "no targetPort, which is the same as port",
      stack: [gateway(), service({ port: 80 })],
      finds: [lost(`${first}.port`, "80")],
    },
    { title: "no targetPort, and the right port", stack: [gateway(), service({ port: 8080 })] },
    {
      title: "a name that no port has",
      stack: [gateway(), service({ port: 80, targetPort: "web" })],
      finds: [reports("servicePortName", { path: `${first}.targetPort`, name: "web" })],
    },
    {
      title: "a name of a port on which nothing listens",
      stack: [named({ name: "web", containerPort: 80 }), service({ port: 80, targetPort: "web" })],
      finds: [lost(`${first}.targetPort`, "80")],
    },
    {
      title: "a port of another container",
      stack: [
        gateway({ pod: { containers: [{ name: "proxy", image: "nginx:1" }, containerOf(gateway())] } }),
        service({ port: 443, targetPort: 8443 }),
      ],
    },
    { title: "UDP", stack: [gateway(), service({ port: 53, targetPort: 53, protocol: "UDP" })] },
    { title: "an unknown port", stack: [gateway(), service({ port: 80, targetPort: unknown })] },
    {
      title: "a port that cannot be read",
      stack: [gateway(), service({ port: 80, targetPort: "[secret]" })],
    },
    {
      title: "unknown ports of the container",
      stack: [gateway({ container: { ports: unknown } }), service({ port: 80, targetPort: "web" })],
    },
    {
      title: "a Service of Knative",
      stack: [gateway(), service({ port: 80, targetPort: 80 }, "serving.knative.dev/v1:Service")],
    },
  ]);
});

function containerOf({ props }: Resource): object {
  return (
    (props as { spec: { template: { spec: { containers: object[] } } } }).spec.template.spec.containers[0] ??
    {}
  );
}

test("a wrong type in any property never breaks the policy", async () => {
  const wall = networkPolicy({
    ...own,
    policyTypes: ["Ingress", "Egress"],
    egress: [{ ...https, to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    ingress: [{ ...sync, from: [own] }],
  });
  for (const props of withWrongTypes(wall.props)) {
    const { diagnostics } = await pack.analyzeStack([gateway(), { ...wall, props }]);
    if (diagnostics.some(({ message }) => message.includes("failed because of a defect")))
      throw new Error(JSON.stringify(diagnostics));
  }
});

function cluster(name: string): Resource {
  return { type: "pulumi:providers:kubernetes", name, props: {} };
}
