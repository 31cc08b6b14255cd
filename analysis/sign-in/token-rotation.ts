import { vaultSecretAt } from "../../azure/vault-secret";
import type { Gateway } from "../../gateway/model/gateway";
import { annotations, findLabel, type Labels } from "../../gateway/model/labels";
import type { Setting } from "../../gateway/model/settings";
import { findObject, type ObjectReference, objectsInNamespace } from "../../kubernetes/object";
import { findFeeders } from "../../kubernetes/secret-writer";
import { type Match, unknown, yes, yesUnlessUnknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";

/** What can show that somebody renews a token before its 30 days are over. */
export const rotationKinds = [
  "annotation",
  "external-secret",
  "secret-provider-class",
  "sealed-secret",
  "cron-job",
  "key-vault",
] as const;

export type RotationKind = (typeof rotationKinds)[number];

/** What counts by default. A SealedSecret holds a fixed value: nothing renews it. */
export const defaultRotation = rotationKinds.filter((kind) => kind !== "sealed-secret");

/** How a user may renew the token of this gateway, of the ways that are accepted, in words; empty where there is none. */
export function waysToRotate({ platform }: Gateway, accepted: readonly RotationKind[]): string {
  const words = wordsOn[platform];
  return rotationKinds
    .flatMap((kind) => (accepted.includes(kind) ? (words[kind] ?? []) : []))
    .join(", ")
    .replace(/, ([^,]*)$/, " or $1");
}

type Words = Partial<Record<RotationKind, string>>;

const wordsOn: Record<Gateway["platform"], Words> = {
  kubernetes: {
    annotation: "the annotation `apim-gateway/token-rotation`",
    "external-secret": "an ExternalSecret",
    "secret-provider-class": "a SecretProviderClass",
    "sealed-secret": "a SealedSecret",
    "cron-job": "a CronJob",
  },
  azure: {
    annotation: "the tag `apim-gateway-token-rotation`",
    "key-vault": "a secret in Key Vault",
  },
  docker: { annotation: "the label `apim-gateway/token-rotation`" },
};

/** A piece of evidence, and whether it is one of this token's. */
export interface RotationEvidence {
  readonly kind: RotationKind;
  readonly holds: Match;
}

/** The evidence in the stack that the token in these settings is rotated. */
export function findRotation(gateway: Gateway, token: readonly Setting[], around: Stack): RotationEvidence[] {
  const { resource } = gateway;
  const secrets = token.flatMap(({ source }) =>
    (source.kind === "key" || source.kind === "all") && source.object.kind === "Secret"
      ? [source.object]
      : [],
  );
  const declared = secrets.flatMap((secret) => findObject(secret, resource, around) ?? []);
  const ofSecrets = declared.flatMap(({ props }) =>
    annotations(props.get("metadata", "labels"), props.get("metadata", "annotations")),
  );
  const mark = findLabel([...gateway.labels, ...ofSecrets], "token-rotation");
  return [
    ...(mark && isSaid(mark) ? [{ kind: "annotation", holds: yesUnlessUnknown(mark) } as const] : []),
    ...secrets.flatMap((secret) => findFeeders(secret, resource, around)),
    ...rotatedByCronJob(gateway, secrets, declared, around),
    ...token.flatMap((setting) => inKeyVault(setting, gateway, around)),
  ];
}

function isSaid(mark: Value): boolean {
  return Boolean(mark.unknown) || Boolean(mark.text?.trim());
}

/** A reference to Key Vault: a value behind it can change unless something fixes it. */
function inKeyVault(setting: Setting, { resource }: Gateway, around: Stack): RotationEvidence[] {
  const url = vaultUrl(setting);
  if (!url || fixedInVault(url, resource, around)) return [];
  // Of a secret that is unknown as a whole, it is open whether it is in a vault.
  const isOpen =
    "value" in setting.source && pathText(setting.source.value?.path ?? []) === pathText(url.path);
  return [{ kind: "key-vault", holds: isOpen ? unknown(url) : yes }];
}

function vaultUrl({ source }: Setting): Value | undefined {
  return source.kind === "host-secret" && !source.keyVault.absent ? source.keyVault : undefined;
}

/** What keeps the value behind a reference to Key Vault as it is. */
export type FixedInVault =
  /** The URL names a version, which never changes. */
  | { readonly kind: "version"; readonly url: Value }
  /** The program itself writes the secret from a value. */
  | { readonly kind: "written"; readonly url: Value; readonly secret: Resource };

/** Source: Microsoft Learn, "Manage secrets in Azure Container Apps", key rotation: only without a version. */
function fixedInVault(url: Value, from: Resource, around: Stack): FixedInVault | undefined {
  if (/^https:\/\/[^/]+\/secrets\/[^/]+\/[^/?#]+/i.test(url.string ?? "")) return { kind: "version", url };
  const secret = vaultSecretAt(url, from, around);
  if (!secret || secret.value.absent) return undefined;
  const tags: Labels = { style: "azure", value: secret.resource.props.get("tags") };
  const mark = findLabel([tags], "token-rotation");
  return mark && isSaid(mark) ? undefined : { kind: "written", url, secret: secret.resource };
}

/** The first reference of the token to Key Vault behind which nothing can change. */
export function findFixed(
  gateway: Gateway,
  token: readonly Setting[],
  around: Stack,
): FixedInVault | undefined {
  return token.flatMap((setting) => {
    const url = vaultUrl(setting);
    return (url && fixedInVault(url, gateway.resource, around)) ?? [];
  })[0];
}

/**
 * A CronJob beside the gateway that names the token's Secret, or asks Azure for a token; or one in another namespace that
 * names the gateway's namespace and the Secret.
 */
function rotatedByCronJob(
  { namespace, resource }: Gateway,
  secrets: readonly ObjectReference[],
  declared: readonly Resource[],
  around: Stack,
): RotationEvidence[] {
  if (!namespace) return [];
  const names = secrets.flatMap(({ name }) => name.string ?? []);
  const beside = objectsInNamespace("CronJob", namespace, resource, around);
  const jobs = (all: readonly Resource[]) =>
    all.filter((job) => job.urn !== resource.urn && !job.props.get("spec", "suspend").boolean);
  const elsewhere = objectsInNamespace("CronJob", undefined, resource, around).filter(
    (job) => !beside.includes(job),
  );
  return [
    ...jobs(beside).flatMap((job) => besideGateway(job, names, declared, around)),
    ...jobs(elsewhere)
      .filter((job) => namesBoth(job, names, namespace, around))
      .map(rotates),
  ];
}

const rotates = (): RotationEvidence => ({ kind: "cron-job", holds: yes });

function namesBoth(job: Resource, names: readonly string[], namespace: Value, around: Stack): boolean {
  const { pod, scripts } = toldTo(job, around);
  const texts = [pod, ...scripts].flatMap((part) => [...part.strings()]);
  const isNamed = (name: string) => texts.some((text) => mentions(text, name));
  return namespace.string !== undefined && isNamed(namespace.string) && names.some(isNamed);
}

function besideGateway(
  job: Resource,
  names: readonly string[],
  declared: readonly Resource[],
  around: Stack,
): RotationEvidence[] {
  const { pod, scripts } = toldTo(job, around);
  const texts = [pod, ...scripts].flatMap((part) => [...part.strings()]);
  const isRotating =
    // A name that is not known during preview shows as a dependency on the Secret.
    job.dependenciesOf("spec").some(({ urn }) => declared.some((secret) => secret.urn === urn)) ||
    texts.some((text) => /generateToken/i.test(text) || names.some((name) => mentions(text, name)));
  if (isRotating) return [rotates()];
  // What is not known of its commands may do so.
  const containers = pod.get("containers");
  const commands = containers.items.flatMap((container) =>
    ["command", "args", "env"].map((part) => container.get(part)),
  );
  const parts = [...(containers.unknown ? [containers] : commands), ...scripts];
  const [open] = parts.flatMap((part) => [...part.unknowns()]);
  return open ? [{ kind: "cron-job", holds: unknown(open) }] : [];
}

/** What the job's pods are told: commands, arguments, variables, and the scripts that they mount. */
function toldTo(job: Resource, around: Stack): { pod: Value; scripts: Value[] } {
  const pod = job.props.get("spec", "jobTemplate", "spec", "template", "spec");
  const scripts = pod.get("volumes").items.flatMap((volume) => {
    const name = volume.get("configMap", "name");
    const namespace = job.props.get("metadata", "namespace");
    return name.absent
      ? []
      : (findObject({ kind: "ConfigMap", name, namespace }, job, around)?.props.get("data") ?? []);
  });
  return { pod, scripts };
}

/** Whether the text has the name as a whole: `gateway-token` is not in `my-gateway-token-2`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + name.length] ?? " "}`;
    if (!/[A-Za-z0-9-]/.test(around)) return name !== "";
  }
  return false;
}
