import type { Path, Value } from "../pulumi/value";

/** An object with the properties of a pod's specification, such as a chart's values. */
export interface Readable {
  get(...path: Path): Value;
}

const architectureLabels = ["kubernetes.io/arch", "beta.kubernetes.io/arch"];

/** The only architecture that a node selector or node affinity allows; absent if there is none. */
export function architectureOf(spec: Readable): Value {
  const required = spec.get("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const architectures = required.get("nodeSelectorTerms").items.map(onlyArchitecture);
  const [first] = architectures;
  const agreed = architectures.every((value) => value?.text === first?.text) ? first : undefined;
  const labels = architectureLabels.map((label) => spec.get("nodeSelector", label));
  return labels.find((label) => !label.absent) ?? agreed ?? spec.get("nodeSelector", "kubernetes.io/arch");
}

function onlyArchitecture(term: Value): Value | undefined {
  const expressions = term
    .get("matchExpressions")
    .items.filter(
      (expression) =>
        architectureLabels.includes(expression.get("key").string ?? "") &&
        expression.get("operator").string === "In" &&
        expression.get("values").items.length === 1,
    );
  return expressions[0]?.get("values", 0);
}

/** The selectors of the rules that spread pods. Source: Kubernetes API, TopologySpreadConstraint, PodAntiAffinity. */
export function apartOf(spec: Readable): Value[] {
  const constraints = spec.get("topologySpreadConstraints");
  const affinity = spec.get("affinity", "podAntiAffinity");
  const required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution");
  const preferred = affinity.get("preferredDuringSchedulingIgnoredDuringExecution");
  return [
    ...[constraints, required, preferred].filter((list) => list.unknown),
    ...[...constraints.items, ...required.items].map((rule) => rule.get("labelSelector")),
    ...preferred.items.map((rule) => rule.get("podAffinityTerm", "labelSelector")),
  ];
}
