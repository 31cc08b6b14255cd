import {
  cannotWriteCertificates,
  canRuleEscalationOut,
  certificateWriter,
  isNoRequest,
  isUnreadableAmount,
  isWrongStatusPath,
  mayEscalate,
  shortGracePeriod,
  versionWithoutArm,
} from "../analysis/operations/hosting";
import { gateways } from "../gateway";
import { type Edit, isEditable } from "../pulumi/edit";
import { resourcePolicy } from "../pulumi/policy";
import { isTrue, pathText, type Value } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

export const gatewayHosting = resourcePolicy({
  name: "gateway-hosting",
  displayName: "Gateway is hosted as Microsoft advises",
  description:
    "A self-hosted gateway has resources, probes, time to end, and a security context that it can work with.",
  level: "advisory",
  severity: "medium",
  row: row("hosting"),
  remediationSteps:
    "Set requests, readiness and liveness probes, a grace period of 60 seconds and allowPrivilegeEscalation: false, in a namespace of its own; leave the root file system writable.",
  judges: gateways,
  options: {},
  messages: {
    namespace:
      "`{path}` is `default`. Microsoft advises against that namespace in production: give the gateway one of its own.",
    requests:
      "The {host} requests no {what} (`{path}`), so nothing makes sure that it gets what it needs. Microsoft's starting point is 2 CPU and 2Gi.",
    quantity:
      "`{path}` is no amount that the {host} can read. Write one such as `2` for CPU or `2Gi` for memory.",
    probes:
      "The {host} has no {what} probe (`{path}`), so a gateway that does not answer goes unnoticed. Ask for `/status-0123456789abcdef` on port 8080.",
    statusPath:
      "`{path}` is not where a gateway tells its status, so the probe says nothing. Write `/status-0123456789abcdef`.",
    readOnlyRoot:
      "`{path}` is true, but the gateway does not support a read-only root file system. Remove it, and exempt the gateway from scanners that ask for it.",
    privileged: "`{path}` is true, but the gateway needs no privileges. Remove it.",
    escalation: "`{path}` does not rule privilege escalation out. Write false.",
    localCa:
      "`{path}` is neither 0 nor 1001, but `certificates.local.ca.enabled` needs root or the image's own user 1001. Write 1001.",
    gracePeriod: "`{path}` {is}, so calls in flight may be cut off when a replica ends. Write 60 or more.",
    architecture:
      "`{path}` asks for arm64, but version {version} of the image is for x86-64 only. Images from 2.13.0 on are for both.",
    evaluation:
      "A {host} is for evaluation and development only, says Microsoft. In production, run the gateway on Kubernetes.",
  },

  check(gateway, { around, defect, unknown }) {
    const { host, hosting = {}, image, namespace, partial } = gateway;
    const { architecture, evaluationOnly, gracePeriod, privileged, probes, requests } = hosting;
    /** Whether a value is there to be judged: known, and missing only where that means something. */
    const judged = (value: Value | undefined): value is Value => {
      if (value?.unknown) unknown(value);
      return value !== undefined && !value.unknown && !(partial && value.absent);
    };
    const at = ({ path }: Value) => ({ host, path: pathText(path) });

    for (const [id, value, isWrong] of [
      ["namespace", namespace, ({ string }) => string === "default"],
      ["readOnlyRoot", hosting.readOnlyRoot, isTrue],
      ["privileged", privileged, isTrue],
      ["escalation", mayEscalate(hosting), ({ text }) => text !== "false"],
      ["localCa", certificateWriter(gateway, around), cannotWriteCertificates],
    ] as const satisfies [string, Value | undefined, (value: Value) => boolean][])
      if (judged(value) && isWrong(value)) defect(id, at(value));

    const amounts = [requests?.cpu, requests?.memory].filter(judged);
    for (const value of amounts.filter(isUnreadableAmount)) defect("quantity", at(value));
    const [unset, ...others] = amounts.filter(isNoRequest);
    const amount = others.length > 0 ? "CPU and no memory" : unset === requests?.cpu ? "CPU" : "memory";
    if (unset) defect("requests", { ...at(unset), what: amount });

    const asked = [probes?.readiness, probes?.liveness].filter((probe) => judged(probe?.value));
    // A gateway does well without a startup probe, but never starts with one that asks in vain.
    const all = [...asked, probes?.startup];
    const [silent, ...more] = asked.filter((probe) => probe?.value.absent);
    const kind =
      more.length > 0 ? "readiness and no liveness" : silent === probes?.readiness ? "readiness" : "liveness";
    if (silent) defect("probes", { ...at(silent.value), what: kind });
    const wrong = all
      .map((probe) => probe?.path)
      .filter(judged)
      .filter(isWrongStatusPath);
    const paths = wrong.map(({ path }) => pathText(path)).join("`, `");
    if (wrong.length > 0) defect("statusPath", { path: paths });

    const is = judged(gracePeriod) && shortGracePeriod(gracePeriod);
    if (gracePeriod && is) defect("gracePeriod", { ...at(gracePeriod), is });
    if (judged(architecture) && architecture.text === "arm64") {
      const version = versionWithoutArm(image);
      if (version) defect("architecture", { ...at(architecture), version });
      if (image.kind === "unknown") unknown(image.value);
    }
    if (evaluationOnly) defect("evaluation", { host });
  },

  remediate({ resource, hosting = {}, partial }) {
    const edits: Edit[] = [];
    const { gracePeriod } = hosting;
    const escalation = mayEscalate(hosting);
    if (gracePeriod && shortGracePeriod(gracePeriod))
      edits.push({ path: gracePeriod.path, value: production.gracePeriodSeconds });
    if (escalation && !escalation.unknown && escalation.text !== "false" && canRuleEscalationOut(hosting))
      edits.push({ path: escalation.path, value: false });
    return edits.filter(
      ({ path }) => isEditable(resource.props, path) && !(partial && resource.props.get(...path).absent),
    );
  },
});
