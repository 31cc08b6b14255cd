import { vaultSecretAt } from "../../azure/vault-secret";
import type { Gateway } from "../../gateway/model/gateway";
import { annotations, findLabel, type Labels } from "../../gateway/model/labels";
import type { Setting } from "../../gateway/model/settings";
import { findObject, type ObjectReference } from "../../kubernetes/object";
import { findFeeders } from "../../kubernetes/secret-writer";
import { type Match, no, unknown, yes, yesUnlessUnknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";
import { isRotatedByJob } from "./cron-jobs";
import { isUpdatedOnSchedule } from "./deployment-schedule";

/** Evidence that a token is renewed within its 30 days. */
export const rotationKinds = [
  "annotation",
  "external-secret",
  "secret-provider-class",
  "sealed-secret",
  "cron-job",
  "key-vault",
  "deployment-schedule",
] as const;

export type RotationKind = (typeof rotationKinds)[number];

/** What counts by default. A SealedSecret holds a fixed value: nothing renews it. */
export const defaultRotation = rotationKinds.filter((kind) => kind !== "sealed-secret");

/**
 * What a user can declare to confirm that a token is rotated. On other platforms the annotation is a tag or a label.
 */
export type RotationWay = RotationKind | "tag" | "label";

/** The accepted kinds of evidence that are possible for this gateway's token. */
export function waysToRotate({ platform }: Gateway, accepted: readonly RotationKind[]): RotationWay[] {
  const isAccepted = (way: RotationWay) =>
    accepted.includes(way === "tag" || way === "label" ? "annotation" : way);
  return waysOn[platform].filter(isAccepted);
}

const waysOn: Readonly<Record<Gateway["platform"], readonly RotationWay[]>> = {
  kubernetes: ["annotation", "external-secret", "secret-provider-class", "sealed-secret", "cron-job"],
  azure: ["tag", "key-vault"],
  docker: ["label"],
};

/** A piece of evidence, and whether it is one of this token's. */
export interface RotationEvidence {
  readonly kind: RotationKind;
  readonly holds: Match;
}

/** The Secrets that contain the token. */
export function secretsOf(token: readonly Setting[]): ObjectReference[] {
  return token.flatMap(({ source }) =>
    (source.kind === "key" || source.kind === "all") && source.object.kind === "Secret"
      ? [source.object]
      : [],
  );
}

/** The evidence in the stack that the token in these settings is rotated. */
export function findRotation(gateway: Gateway, token: readonly Setting[], around: Stack): RotationEvidence[] {
  const { resource } = gateway;
  const secrets = secretsOf(token);
  const declared = secrets.flatMap((secret) => findObject(secret, resource, around) ?? []);
  const ofSecrets = declared.flatMap(({ props }) =>
    annotations(props.get("metadata", "labels"), props.get("metadata", "annotations")),
  );
  const mark = findLabel([...gateway.labels, ...ofSecrets], "token-rotation");
  return [
    ...(mark && isDeclared(mark) ? [{ kind: "annotation", holds: yesUnlessUnknown(mark) } as const] : []),
    ...secrets.flatMap((secret) => findFeeders(secret, resource, around)),
    { kind: "cron-job", holds: isRotatedByJob(gateway, secrets, declared, around) },
    ...token.flatMap((setting) => inKeyVault(setting, gateway, around)),
    { kind: "deployment-schedule", holds: isMadeOnSchedule(gateway, token, around) },
  ];
}

/** A program that writes the token requests a new one from Azure each time it runs. */
function isMadeOnSchedule({ resource }: Gateway, token: readonly Setting[], around: Stack): Match {
  return token.some(({ value }) => value && !value.absent) ? isUpdatedOnSchedule(resource, around) : no;
}

function isDeclared(mark: Value): boolean {
  return Boolean(mark.unknown) || Boolean(mark.text?.trim());
}

/** A reference to Key Vault: its value can change unless something fixes it. */
function inKeyVault(setting: Setting, { resource }: Gateway, around: Stack): RotationEvidence[] {
  const url = vaultUrl(setting);
  if (!url || fixedInVault(url, resource, around)) return [];
  // If a secret is entirely unknown, it may or may not be in a vault.
  const isOpen =
    "value" in setting.source && pathText(setting.source.value?.path ?? []) === pathText(url.path);
  return [{ kind: "key-vault", holds: isOpen ? unknown(url) : yes }];
}

function vaultUrl({ source }: Setting): Value | undefined {
  return source.kind === "host-secret" && !source.keyVault.absent ? source.keyVault : undefined;
}

/** Why the value of a reference to Key Vault doesn't change. */
export type FixedInVault =
  /** The URL names a version, which never changes. */
  | { readonly kind: "version"; readonly url: Value }
  /** The program sets the secret to a fixed value. */
  | { readonly kind: "written"; readonly url: Value; readonly secret: Resource };

/** Source: Microsoft Learn, "Manage secrets in Azure Container Apps", key rotation: only without a version. */
function fixedInVault(url: Value, from: Resource, around: Stack): FixedInVault | undefined {
  if (/^https:\/\/[^/]+\/secrets\/[^/]+\/[^/?#]+/i.test(url.string ?? "")) return { kind: "version", url };
  const secret = vaultSecretAt(url, from, around);
  if (!secret || secret.value.absent) return undefined;
  const tags: Labels = { style: "azure", value: secret.resource.props.get("tags") };
  const mark = findLabel([tags], "token-rotation");
  return mark && isDeclared(mark) ? undefined : { kind: "written", url, secret: secret.resource };
}

/** The token's first reference to Key Vault whose value can't change. */
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
