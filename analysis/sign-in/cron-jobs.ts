import type { Gateway } from "../../gateway/model/gateway";
import {
  clusterOf,
  findObject,
  inNamespace,
  namespaceKey,
  type ObjectReference,
  objectNamespace,
  sameCluster,
  whereIs,
} from "../../kubernetes/object";
import { Join } from "../../pulumi/join";
import { type Match, no, unknown, yes } from "../../pulumi/match";
import { perPart } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";

/**
 * Whether a CronJob renews the gateway's token: in the gateway's namespace, one that names the token's Secret or
 * requests a token from Azure; in another namespace, one that names the gateway's namespace and the Secret.
 */
export function isRotatedByJob(
  { namespace, resource }: Gateway,
  secrets: readonly ObjectReference[],
  declared: readonly Resource[],
  around: Stack,
): Match {
  if (!namespace) return no;
  const names = secrets.flatMap(({ name }) => name.string ?? []);
  const isOther = (job: Resource) => job.urn !== resource.urn && sameCluster(job, resource);
  const hasName = (job: Resource, name: string) =>
    commandsOf(job, around).texts.some((text) => mentions(text, name));
  const beside = (what: string, holds: (job: Resource) => boolean = () => true) =>
    jobs
      .find([what, clusterOf(resource), namespaceKey(namespace)], around)
      .find((job) => isOther(job) && inNamespace(job, namespace) && holds(job));
  const elsewhere = (name: string, place: string) =>
    fewest(
      [name, place].map((text) => jobs.find([mentioning(text), clusterOf(resource), undefined], around)),
    ).find(
      (job) => isOther(job) && !inNamespace(job, namespace) && hasName(job, place) && hasName(job, name),
    );

  const isRotated =
    beside(requesting) ||
    // A name that is unknown during a preview shows as a dependency on the Secret.
    declared.some(({ urn }) => beside(dependingOn(urn))) ||
    names.some((name) => beside(mentioning(name), (job) => hasName(job, name))) ||
    names.some((name) => namespace.string !== undefined && elsewhere(name, namespace.string));
  if (isRotated) return yes;
  // The unknown part of its commands may do so.
  const unread = beside(open);
  const part = unread && commandsOf(unread, around).open;
  return part ? unknown(part) : no;
}

/** Whether a CronJob restarts workloads in the gateway's namespace; unknown if its commands are. */
export function mayRestart({ namespace, resource }: Gateway, around: Stack): boolean {
  if (!namespace) return false;
  const cluster = clusterOf(resource);
  const beside = [restarting, open].flatMap((what) =>
    jobs.find([what, cluster, namespaceKey(namespace)], around),
  );
  const name = namespace.string;
  const elsewhere =
    name === undefined ? [] : jobs.find([`${restarting}, ${mentioning(name)}`, cluster, undefined], around);
  return (
    beside.some((job) => sameCluster(job, resource) && inNamespace(job, namespace)) ||
    elsewhere.some((job) => commandsOf(job, around).texts.some((text) => mentions(text, name ?? "")))
  );
}

/** `kubectl rollout restart`, or an equivalent: a new annotation on the pods, or their deletion. */
function restarts(texts: readonly string[]): boolean {
  return /\brollout\s+restart\b|restartedAt|\bdelete\s+(?:pods?|po)\b/.test(texts.join(" "));
}

/** CronJobs by their actions, their dependencies, and the words of their commands. */
const jobs = new Join<Stack>((job, around) => {
  const { type, props } = job;
  const isRunning = type.name === "CronJob" && !props.get("spec", "suspend").boolean;
  if (!isRunning || type.package !== "kubernetes") return [];
  const { texts, open: part } = commandsOf(job, around);
  const mentioned = ["CronJob", ...texts.flatMap(words).map((word) => `mentions ${word}`)];
  const what = [
    ...mentioned,
    ...(texts.some((text) => /generateToken/i.test(text)) ? [requesting] : []),
    ...(restarts(texts) ? [restarting, ...mentioned.map((each) => `${restarting}, ${each}`)] : []),
    ...(part ? [open] : []),
    ...job.dependenciesOf("spec").map(({ urn }) => dependingOn(urn)),
  ];
  return [...new Set(what)].map((what) => [what, ...whereIs(job)]);
});

const requesting = "requests a token";
const restarting = "restarts workloads";
const open = "does what is not known";
const dependingOn = (urn: string) => `depends on ${urn}`;

/** The index key for jobs that mention a name: its first word; for a name without words, every CronJob. */
function mentioning(name: string): string {
  const [word] = words(name);
  return word === undefined ? "CronJob" : `mentions ${word}`;
}

function words(text: string): string[] {
  return text.match(/[A-Za-z0-9-]+/g) ?? [];
}

/** Whether the text has the name as a whole: `gateway-token` is not in `my-gateway-token-2`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + name.length] ?? " "}`;
    if (!/[A-Za-z0-9-]/.test(around)) return name !== "";
  }
  return false;
}

/** The commands, arguments, variables and mounted scripts of a job's pods, and their unknown values. */
const commandsOf = perPart((job: Resource, around: Stack): { texts: string[]; open: Value | undefined } => {
  const pod = job.props.get("spec", "jobTemplate", "spec", "template", "spec");
  const scripts = pod.get("volumes").items.flatMap((volume) => {
    const name = volume.get("configMap", "name");
    const reference = { kind: "ConfigMap", name, namespace: objectNamespace(job) } as const;
    return name.absent ? [] : (findObject(reference, job, around)?.props.get("data") ?? []);
  });
  const containers = pod.get("containers");
  const commands = containers.items.flatMap((container) =>
    ["command", "args", "env"].map((part) => container.get(part)),
  );
  const parts = [...(containers.unknown ? [containers] : commands), ...scripts];
  return {
    texts: [pod, ...scripts].flatMap((part) => [...part.strings()]),
    open: parts.flatMap((part) => [...part.unknowns()])[0],
  };
});

function fewest(lists: readonly (readonly Resource[])[]): readonly Resource[] {
  return lists.reduce((one, other) => (other.length < one.length ? other : one));
}
