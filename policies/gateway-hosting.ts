import { gateways } from "../gateway";
import {
  cannotWriteCertificates,
  isNoRequest,
  isWrongStatusPath,
  shortGracePeriod,
  versionWithoutArm,
} from "../gateway/hosting";
import { readQuantity } from "../gateway/quantity";
import { literalSetting } from "../gateway/settings";
import { type Edit, isEditable } from "../pulumi/edit";
import { resourcePolicy } from "../pulumi/policy";
import { pathText, type Value } from "../pulumi/value";
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
      "The {host} requests no {what} (`{path}`), so it gets what others leave. Microsoft's starting point is 2 CPU and 2Gi.",
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
    const { requests, probes, readOnlyRoot, privileged, privilegeEscalation, user } = hosting;
    /** Whether a value is there to be judged: known, and missing only where that means something. */
    const judged = (value: Value | undefined): value is Value => {
      if (value?.unknown) unknown(value);
      return value !== undefined && !value.unknown && !(partial && value.absent);
    };
    const at = ({ path }: Value) => ({ host, path: pathText(path) });

    if (judged(namespace) && namespace.string === "default") defect("namespace", at(namespace));
    if (requests) {
      const { cpu, memory } = requests;
      const read = [cpu, memory].filter(judged);
      for (const value of read.filter((value) => readQuantity(value).kind === "unreadable"))
        defect("quantity", at(value));
      const missing = read.filter(isNoRequest);
      const what = missing.map((value) => (value === cpu ? "CPU" : "memory")).join(" and no ");
      for (const value of missing.slice(0, 1)) defect("requests", { ...at(value), what });
    }
    if (probes) {
      const { readiness, liveness } = probes;
      const read = [readiness, liveness].filter(({ value }) => judged(value));
      const missing = read.filter(({ value }) => value.absent);
      const what = missing.map((probe) => (probe === readiness ? "readiness" : "liveness")).join(" and no ");
      for (const { value } of missing.slice(0, 1)) defect("probes", { ...at(value), what });
      const wrong = read.flatMap(({ path }) => (judged(path) && isWrongStatusPath(path) ? path : []));
      const path = wrong.map((value) => pathText(value.path)).join("`, `");
      if (wrong.length > 0) defect("statusPath", { path });
    }
    if (judged(readOnlyRoot) && isTrue(readOnlyRoot)) defect("readOnlyRoot", at(readOnlyRoot));
    if (judged(privileged) && isTrue(privileged)) defect("privileged", at(privileged));
    else if (judged(privilegeEscalation) && privilegeEscalation.text !== "false")
      defect("escalation", at(privilegeEscalation));
    const localCa = literalSetting(gateway, "certificates.local.ca.enabled", around);
    if (user && !user.absent && judged(localCa) && isTrue(localCa))
      if (judged(user) && cannotWriteCertificates(user)) defect("localCa", at(user));
    const { gracePeriod, architecture, evaluationOnly } = hosting;
    const is = judged(gracePeriod) && shortGracePeriod(gracePeriod);
    if (gracePeriod && is) defect("gracePeriod", { ...at(gracePeriod), is });
    if (judged(architecture) && architecture.text === "arm64") {
      const version = versionWithoutArm(image);
      if (version) defect("architecture", { ...at(architecture), version });
      if (image.state === "unknown") unknown(image.value);
    }
    if (evaluationOnly) defect("evaluation", { host });
  },

  remediate({ resource, hosting = {}, partial }) {
    const { gracePeriod, privileged, privilegeEscalation: escalation } = hosting;
    const edits: Edit[] = [];
    if (gracePeriod && shortGracePeriod(gracePeriod))
      edits.push({ path: gracePeriod.path, value: production.gracePeriodSeconds });
    // Kubernetes refuses a privileged container without it.
    if (escalation && !escalation.unknown && escalation.text !== "false" && !privileged?.unknown)
      if (!(privileged && isTrue(privileged))) edits.push({ path: escalation.path, value: false });
    return edits.filter(
      ({ path }) => isEditable(resource.props, path) && !(partial && resource.props.get(...path).absent),
    );
  },
});

function isTrue({ text }: Value): boolean {
  return text?.trim().toLowerCase() === "true";
}
