import type { Gateway } from "../../gateway/model/gateway";
import { annotations, findLabel } from "../../gateway/model/labels";
import type { Setting } from "../../gateway/model/settings";
import { findObject, type ObjectReference, objectsInNamespace } from "../../kubernetes/object";
import { findFeeders } from "../../kubernetes/secret-writer";
import { type Match, unknown, yes, yesUnlessUnknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";

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
    ...token.flatMap(inKeyVault),
  ];
}

function isSaid(mark: Value): boolean {
  return Boolean(mark.unknown) || Boolean(mark.text?.trim());
}

function inKeyVault({ source }: Setting): RotationEvidence[] {
  if (source.kind !== "host-secret" || source.keyVault.absent) return [];
  return [{ kind: "key-vault", holds: yesUnlessUnknown(source.keyVault) }];
}

/** A CronJob beside the gateway that names the token's Secret, or asks Azure for a token. */
function rotatedByCronJob(
  { namespace, resource }: Gateway,
  secrets: readonly ObjectReference[],
  declared: readonly Resource[],
  around: Stack,
): RotationEvidence[] {
  if (!namespace) return [];
  const names = secrets.flatMap(({ name }) => name.string ?? []);
  return objectsInNamespace("CronJob", namespace, resource, around).flatMap((job): RotationEvidence[] => {
    if (job.urn === resource.urn || job.props.get("spec", "suspend").boolean) return [];
    const { pod, scripts } = toldTo(job, around);
    const texts = [pod, ...scripts].flatMap((part) => [...part.strings()]);
    const rotates =
      // A name that is not known during preview shows as a dependency on the Secret.
      job.dependenciesOf("spec").some(({ urn }) => declared.some((secret) => secret.urn === urn)) ||
      texts.some((text) => /generateToken/i.test(text) || names.some((name) => mentions(text, name)));
    if (rotates) return [{ kind: "cron-job", holds: yes }];
    // What is not known of its commands may do so.
    const containers = pod.get("containers");
    const commands = containers.items.flatMap((container) =>
      ["command", "args", "env"].map((part) => container.get(part)),
    );
    const parts = [...(containers.unknown ? [containers] : commands), ...scripts];
    const [open] = parts.flatMap((part) => [...part.unknowns()]);
    return open ? [{ kind: "cron-job", holds: unknown(open) }] : [];
  });
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
