import { says } from "../../testkit/messages";
import { unknown } from "../../testkit/pack";
import { apims, contoso, gatewayAt } from "../../testkit/samples/apim";
import { type StackCase, testsOf } from "../../testkit/samples/cases";
import { app, hpa, scaledObject } from "../../testkit/samples/production";

const policy = "apim-gateway-limits";
const { testAll } = testsOf(policy);

const developer = apims.native.tier("Developer");
const gateway = gatewayAt(contoso, 1);
const release = (values: object) => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: {
    name: "gw",
    namespace: "apim",
    chart: "azure-api-management-gateway",
    version: "1.16.1",
    values: {
      gateway: { name: "gw", configuration: { uri: contoso }, auth: { type: "WorkloadIdentity" } },
      ...values,
    },
  },
});
const endpoint = { "config.service.endpoint": contoso };
const cases: StackCase[] = [
  {
    title: "an autoscaler that may start several",
    stack: [developer, gateway, hpa()],
    finds: [["mandatory", says("several", { place: ["spec.maxReplicas", "HorizontalPodAutoscaler", "10"] })]],
  },
  {
    title: "an autoscaler that starts one",
    stack: [developer, gateway, hpa({ minReplicas: 1, maxReplicas: 1 })],
  },
  {
    title: "an autoscaler of another workload",
    stack: [developer, gateway, hpa({ scaleTargetRef: { kind: "Deployment", name: "web" } })],
  },
  {
    title: "KEDA starts up to 100 where it is not told",
    stack: [developer, gateway, scaledObject()],
    finds: [["mandatory", says("several", { place: ["spec.maxReplicaCount", "100"] })]],
  },
  {
    title: "an autoscaler whose most is not known",
    stack: [developer, gateway, hpa({ maxReplicas: unknown })],
    finds: [["advisory", says("preview", { path: "spec.maxReplicas" })]],
  },
  { title: "a Container App with one replica", stack: [developer, app({ env: endpoint })] },
  {
    title: "a Container App scales to 10 by default",
    stack: [developer, app({ env: endpoint, template: { scale: undefined } })],
    finds: [["mandatory", says("several", { place: ["template.scale.maxReplicas", "10"] })]],
  },
  { title: "a chart with one replica", stack: [developer, release({ replicaCount: 1 })] },
  {
    title: "the chart's three replicas",
    stack: [developer, release({})],
    finds: [["mandatory", says("several", { place: ["values.replicaCount", "3"] })]],
  },
];
testAll(cases);
