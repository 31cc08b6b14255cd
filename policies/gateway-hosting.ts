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
import { gateways } from "../gateway";
import type { Gateway } from "../gateway/model/gateway";
import type { Hosting, Requests } from "../gateway/model/workload";
import { type Edit, isEditable } from "../pulumi/edit";
import { listText } from "../pulumi/message";
import { type Judgement, resourcePolicy } from "../pulumi/policy";
import { isTrue, pathText, type Value } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

const messages = {
  namespace:
    "`{path}` is `default`. Microsoft advises against that namespace in production: give the gateway one of its own.",
  variables:
    "Azure refuses {names} as names of environment variables (`{path}`), so the {host} cannot be deployed. Pass settings through the command: `env 'config.service.endpoint=…' <entry point>`.",
  requests:
    "The {host} requests no {what} (`{path}`), so nothing makes sure that it gets what it needs. Microsoft's starting point is 2 CPU and 2Gi.",
  small:
    "The {host} requests {amount} {what} (`{path}`), less than {least}. Microsoft's starting point is 2 CPU and 2Gi. Request more, or set `minCpu` and `minMemory` to what you have measured.",
  quantity:
    "`{path}` is no amount that the {host} can read. Write one such as `2` for CPU or `2Gi` for memory.",
  probes:
    "The {host} has no {what} probe (`{path}`), so a gateway that does not answer goes unnoticed. Ask for `/status-0123456789abcdef` on port 8080.",
  portProbes:
    "The {host} has no {what} probe (`{path}`). Azure then probes the TCP port, which stays open while the gateway fails. Add an HTTP probe for `/status-0123456789abcdef` on port 8080.",
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

type Say = Judgement<typeof options, typeof messages>;

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
  options,
  messages,

  check(gateway, say) {
    const { host, hosting = {} } = gateway;
    checkPlace(gateway, say);
    checkVariables(gateway, hosting, say);
    checkSecurity(gateway, hosting, say);
    checkRequests(gateway, hosting, say);
    checkProbes(gateway, hosting, say);
    checkGracePeriod(gateway, hosting, say);
    checkArchitecture(gateway, hosting, say);
    if (hosting.evaluationOnly) say.defect("evaluation", { host });
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

/** Whether a value is there to be judged: known, and missing only where that means something. An unknown one is reported. */
function isJudged(value: Value | undefined, { partial }: Gateway, say: Say): value is Value {
  if (value?.unknown) say.unknown(value);
  return value !== undefined && !value.unknown && !(partial && value.absent);
}

function at({ path }: Value) {
  return { path: pathText(path) };
}

function checkPlace(gateway: Gateway, say: Say) {
  const { namespace } = gateway;
  if (isJudged(namespace, gateway, say) && namespace.string === "default")
    say.defect("namespace", at(namespace));
}

function checkVariables({ host }: Gateway, { refusedVariables = [] }: Hosting, say: Say) {
  const [first] = refusedVariables;
  if (!first) return;
  const names = listText(refusedVariables, ({ string = "" }) => `\`${string}\``);
  say.defect("variables", { host, names, ...at(first) });
}

function checkSecurity(gateway: Gateway, hosting: Hosting, say: Say) {
  const questions = [
    ["readOnlyRoot", hosting.readOnlyRoot, isTrue],
    ["privileged", hosting.privileged, isTrue],
    ["escalation", mayEscalate(hosting), ({ text }: Value) => text !== "false"],
    ["localCa", certificateWriter(gateway, say.around), cannotWriteCertificates],
  ] as const;
  for (const [id, value, isWrong] of questions)
    if (isJudged(value, gateway, say) && isWrong(value)) say.defect(id, at(value));
}

function checkRequests(gateway: Gateway, { requests }: Hosting, say: Say) {
  const { host } = gateway;
  const amounts = [requests?.cpu, requests?.memory].filter((value) => isJudged(value, gateway, say));
  for (const value of amounts.filter(isUnreadableAmount)) say.defect("quantity", { host, ...at(value) });
  checkSize(gateway, requests, say);
  const [unset, ...others] = amounts.filter(isNoRequest);
  if (!unset) return;
  const what = others.length > 0 ? "CPU and no memory" : unset === requests?.cpu ? "CPU" : "memory";
  say.defect("requests", { host, ...at(unset), what });
}

/** Requests far below Microsoft's starting point. They may fit a small load, so this is a note. */
function checkSize({ host }: Gateway, requests: Requests | undefined, say: Say) {
  if (!requests) return;
  const { cpu, memory, memoryUnit } = requests;
  const { minCpu, minMemory } = say.options;
  if (isBelow(cpu, minCpu))
    say.notice("small", { host, ...at(cpu), what: "CPU", amount: cpu.text ?? "", least: `${minCpu}` });
  if (isBelow(memory, minMemory * 2 ** 30, memoryUnit))
    say.notice("small", {
      host,
      ...at(memory),
      what: "memory",
      amount: memory.text ?? "",
      least: `${minMemory}Gi`,
    });
}

function checkProbes(gateway: Gateway, { defaultProbes, probes }: Hosting, say: Say) {
  if (!probes) return;
  const { host } = gateway;
  const asked = [probes.readiness, probes.liveness].filter(({ value }) => isJudged(value, gateway, say));
  const [silent, ...others] = asked.filter(({ value }) => value.absent);
  if (silent) {
    const what =
      others.length > 0
        ? "readiness and no liveness"
        : silent === probes.readiness
          ? "readiness"
          : "liveness";
    const isProbed = defaultProbes?.kind === "yes" || defaultProbes?.kind === "unknown";
    say.defect(isProbed ? "portProbes" : "probes", { host, ...at(silent.value), what });
  }
  // A gateway needs no startup probe, but never starts with one that asks at the wrong path.
  const wrong = [...asked, probes.startup]
    .map((probe) => probe?.path)
    .filter((path) => isJudged(path, gateway, say))
    .filter(isWrongStatusPath);
  const paths = wrong.map(({ path }) => pathText(path)).join("`, `");
  if (wrong.length > 0) say.defect("statusPath", { path: paths });
}

function checkGracePeriod(gateway: Gateway, { gracePeriod }: Hosting, say: Say) {
  if (!isJudged(gracePeriod, gateway, say)) return;
  const is = shortGracePeriod(gracePeriod);
  if (is) say.defect("gracePeriod", { ...at(gracePeriod), is });
}

function checkArchitecture(gateway: Gateway, { architecture }: Hosting, say: Say) {
  if (!isJudged(architecture, gateway, say) || architecture.text !== "arm64") return;
  const { image } = gateway;
  const version = versionWithoutArm(image);
  if (version) say.defect("architecture", { ...at(architecture), version });
  if (image.kind === "unknown") say.unknown(image.value);
}
