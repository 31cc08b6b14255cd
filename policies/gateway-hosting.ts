import {
  cannotWriteCertificates,
  canRuleEscalationOut,
  certificateWriter,
  isBelow,
  isNoRequest,
  isUnreadableAmount,
  isWrongStatusPath,
  mayEscalate,
  shortGracePeriod,
  versionWithoutArm,
} from "../analysis/operations/hosting";
import { lostPort } from "../analysis/operations/ports";
import { gateways } from "../gateway";
import type { Gateway } from "../gateway/model/gateway";
import type { Hosting, Probe, Requests } from "../gateway/model/workload";
import { type Edit, isEditable } from "../pulumi/edit";
import { listText } from "../pulumi/message";
import { type Judgment, resourcePolicy } from "../pulumi/policy";
import { isTrue, pathText, type Value } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

const messages = {
  namespace:
    "`{path}` is `default`, which Microsoft advises against in production. Use a separate namespace for the gateway.",
  variables:
    "`{path}` of the {host}: Azure rejects {names} as environment variable names, so the deployment fails. Pass the settings through the command: `env 'config.service.endpoint=…' <entry point>`.",
  requests:
    "The {host} requests no {what} (`{path}`), so none is reserved for the gateway. Set 2 CPU and 2Gi of memory, Microsoft's starting point.",
  requestsNothing:
    "The {host} requests neither CPU nor memory (`{path}`), so none is reserved for the gateway. Set 2 CPU and 2Gi of memory, Microsoft's starting point.",
  small:
    "The {host} requests {amount} {what} (`{path}`), less than {least}. Set Microsoft's starting point of 2 CPU and 2Gi, or set the options `minCpu` and `minMemory` to what you measured.",
  quantity: "`{path}` isn't a valid quantity for a {host}. Use one such as `2` for CPU or `2Gi` for memory.",
  probes:
    "The {host} has no {what} probe (`{path}`), so a gateway that doesn't respond isn't detected. Add an HTTP probe for `/status-0123456789abcdef` on port 8080.",
  probesNone:
    "The {host} has neither a readiness nor a liveness probe (`{path}`), so a gateway that doesn't respond isn't detected. Add HTTP probes for `/status-0123456789abcdef` on port 8080.",
  portProbes:
    "The {host} has no {what} probe (`{path}`), so Azure probes the TCP port, which stays open while the gateway fails. Add an HTTP probe for `/status-0123456789abcdef` on port 8080.",
  portProbesNone:
    "The {host} has neither a readiness nor a liveness probe (`{path}`), so Azure probes the TCP port, which stays open while the gateway fails. Add HTTP probes for `/status-0123456789abcdef` on port 8080.",
  probePort:
    "`{path}` of the {host} is port {port}, on which the gateway doesn't listen, so the probe always fails. Set it to 8080.",
  statusPath:
    "`{path}` isn't a status path of the gateway, so the probe doesn't detect failures. Set it to `/status-0123456789abcdef`.",
  readOnlyRoot:
    "`{path}` is `true`, but the gateway doesn't support a read-only root filesystem. Remove it, and exempt the gateway from scanners that require it.",
  privileged: "`{path}` is `true`, but the gateway needs no privileges. Remove it.",
  escalation: "`{path}` isn't `false`, so a process can gain privileges. Set it to `false`.",
  localCa:
    "`{path}` must be 0 or 1001, because `certificates.local.ca.enabled` requires root or the image's user. Set it to `1001`.",
  gracePeriod:
    "`{path}` is {seconds} seconds, so requests in flight may be cut off when a replica stops. Set it to 60 or more.",
  gracePeriodUnset:
    "`{path}` isn't set, which means {seconds} seconds, so requests in flight may be cut off when a replica stops. Set it to 60 or more.",
  gracePeriodUnreadable: "`{path}` isn't a number of seconds. Set it to 60 or more.",
  architecture:
    "`{path}` is `arm64`, but image version {version} supports x86-64 only. Use version 2.13.0 or later.",
  evaluation:
    "Microsoft documents a {host} for evaluation and development only. Use Kubernetes in production.",
} as const;

const options = {
  minCpu: {
    type: "number",
    default: 1,
    description:
      "The smallest CPU request, in cores, that is not reported. Default: half of what Microsoft recommends.",
  },
  minMemory: {
    type: "number",
    default: 1,
    description:
      "The smallest memory request, in GiB, that is not reported. Default: half of what Microsoft recommends.",
  },
} as const;

type Report = Judgment<typeof options, typeof messages>;

export const gatewayHosting = resourcePolicy({
  name: "gateway-hosting",
  displayName: "Gateway workload follows Microsoft's production guidance",
  description:
    "Requires resource requests, probes, a grace period and a security context that suit a self-hosted gateway.",
  level: "advisory",
  severity: "medium",
  row: row("hosting"),
  remediationSteps:
    "Set requests, readiness and liveness probes, a grace period of 60 seconds and allowPrivilegeEscalation: false, in a separate namespace. Keep the root filesystem writable.",
  judges: gateways,
  options,
  messages,

  check(gateway, report) {
    const { host, hosting = {} } = gateway;
    checkPlace(gateway, report);
    checkVariables(gateway, hosting, report);
    checkSecurity(gateway, hosting, report);
    checkRequests(gateway, hosting, report);
    checkProbes(gateway, hosting, report);
    checkGracePeriod(gateway, hosting, report);
    checkArchitecture(gateway, hosting, report);
    if (hosting.evaluationOnly) report.defect("evaluation", { host });
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

/** Whether a value can be checked: it is known, and missing only if that has a meaning. Reports an unknown value. */
function isJudged(value: Value | undefined, { partial }: Gateway, report: Report): value is Value {
  if (value?.unknown) report.unknown(value);
  return value !== undefined && !value.unknown && !(partial && value.absent);
}

function at({ path }: Value) {
  return { path: pathText(path) };
}

function checkPlace(gateway: Gateway, report: Report) {
  const { namespace } = gateway;
  if (isJudged(namespace, gateway, report) && namespace.string === "default")
    report.defect("namespace", at(namespace));
}

function checkVariables({ host }: Gateway, { refusedVariables = [] }: Hosting, report: Report) {
  const [first] = refusedVariables;
  if (!first) return;
  const names = listText(refusedVariables, ({ string = "" }) => `\`${string}\``);
  report.defect("variables", { host, names, ...at(first) });
}

function checkSecurity(gateway: Gateway, hosting: Hosting, report: Report) {
  const questions = [
    ["readOnlyRoot", hosting.readOnlyRoot, isTrue],
    ["privileged", hosting.privileged, isTrue],
    ["escalation", mayEscalate(hosting), ({ text }: Value) => text !== "false"],
    ["localCa", certificateWriter(gateway, report.around), cannotWriteCertificates],
  ] as const;
  for (const [id, value, isWrong] of questions)
    if (isJudged(value, gateway, report) && isWrong(value)) report.defect(id, at(value));
}

function checkRequests(gateway: Gateway, { requests }: Hosting, report: Report) {
  const { host } = gateway;
  const amounts = [requests?.cpu, requests?.memory].filter((value) => isJudged(value, gateway, report));
  for (const value of amounts.filter(isUnreadableAmount)) report.defect("quantity", { host, ...at(value) });
  checkSize(gateway, requests, report);
  const [unset, ...others] = amounts.filter(isNoRequest);
  if (!unset) return;
  if (others.length > 0) return report.defect("requestsNothing", { host, ...at(unset) });
  report.defect("requests", { host, ...at(unset), what: unset === requests?.cpu ? "CPU" : "memory" });
}

/** Requests far below Microsoft's starting point. They may fit a small load, so this is a note. */
function checkSize({ host }: Gateway, requests: Requests | undefined, report: Report) {
  if (!requests) return;
  const { cpu, memory, memoryUnit } = requests;
  const { minCpu, minMemory } = report.options;
  if (isBelow(cpu, minCpu))
    report.note("small", { host, ...at(cpu), what: "CPU", amount: cpu.text ?? "", least: `${minCpu}` });
  if (isBelow(memory, minMemory * 2 ** 30, memoryUnit))
    report.note("small", {
      host,
      ...at(memory),
      what: "memory",
      amount: memory.text ?? "",
      least: `${minMemory}Gi`,
    });
}

function checkProbes(gateway: Gateway, { defaultProbes, probes }: Hosting, report: Report) {
  if (!probes) return;
  const { host } = gateway;
  const required = [probes.readiness, probes.liveness].filter(({ value }) =>
    isJudged(value, gateway, report),
  );
  const [silent, ...others] = required.filter(({ value }) => value.absent);
  if (silent) {
    const isProbed = defaultProbes?.kind === "yes" || defaultProbes?.kind === "unknown";
    const id = isProbed ? "portProbes" : "probes";
    const place = { host, ...at(silent.value) };
    if (others.length > 0) report.defect(`${id}None`, place);
    else report.defect(id, { ...place, what: silent === probes.readiness ? "readiness" : "liveness" });
  }
  // A gateway needs no startup probe, but never becomes ready with one at the wrong path.
  const wrong = [...required, probes.startup]
    .map((probe) => probe?.path)
    .filter((path) => isJudged(path, gateway, report))
    .filter(isWrongStatusPath);
  const paths = wrong.map(({ path }) => pathText(path)).join("`, `");
  if (wrong.length > 0) report.defect("statusPath", { path: paths });
  checkProbePorts([...required, ...(probes.startup ? [probes.startup] : [])], gateway, report);
}

function checkProbePorts(probes: readonly Probe[], gateway: Gateway, report: Report) {
  const lost = probes
    .map(({ port }) => port)
    .filter((port) => isJudged(port, gateway, report))
    .flatMap((port) => {
      const found = lostPort(port, gateway);
      return found ? [{ path: pathText(port.path), port: `${found.port ?? port.text}` }] : [];
    });
  const [first] = lost;
  if (!first) return;
  const path = lost.map((each) => each.path).join("`, `");
  report.defect("probePort", { path, port: first.port, host: gateway.host });
}

function checkGracePeriod(gateway: Gateway, { gracePeriod }: Hosting, report: Report) {
  if (!isJudged(gracePeriod, gateway, report)) return;
  const short = shortGracePeriod(gracePeriod);
  if (!short) return;
  if (short.kind === "unreadable") return report.defect("gracePeriodUnreadable", at(gracePeriod));
  const id = short.kind === "unset" ? "gracePeriodUnset" : "gracePeriod";
  report.defect(id, { ...at(gracePeriod), seconds: `${short.seconds}` });
}

function checkArchitecture(gateway: Gateway, { architecture }: Hosting, report: Report) {
  if (!isJudged(architecture, gateway, report) || architecture.text !== "arm64") return;
  const { image } = gateway;
  const version = versionWithoutArm(image);
  if (version) report.defect("architecture", { ...at(architecture), version });
  if (image.kind === "unknown") report.unknown(image.value);
}
