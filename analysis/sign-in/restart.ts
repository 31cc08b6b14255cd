import type { Gateway } from "../../gateway/model/gateway";
import type { Setting } from "../../gateway/model/settings";
import type { ObjectReference } from "../../kubernetes/object";
import { findFeeders } from "../../kubernetes/secret-writer";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import {
  type RestartAnnotation,
  restartAnnotations,
  restartTargetsOf,
  writerAnnotationsOf,
} from "../../support/restarters";
import { mayRestart } from "./cron-jobs";
import { type RotationEvidence, type RotationKind, secretsOf } from "./token-rotation";

/**
 * Whether the gateway's pods keep the old token after its Secret is updated. A user who declares that the token is
 * rotated is responsible for the restart, and Azure restarts its own hosts.
 */
export function keepsOldToken(
  evidence: readonly RotationEvidence[],
  settings: readonly Setting[],
  gateway: Gateway,
  around: Stack,
): boolean {
  const isDeclared = evidence.some(({ kind, holds }) => holds.kind === "yes" && !writesSecrets.has(kind));
  const secrets = secretsOf(settings);
  return !isDeclared && secrets.length > 0 && !isRestarted(gateway, secrets, around);
}

/** The kinds of evidence that only update the Secret. */
const writesSecrets: ReadonlySet<RotationKind> = new Set([
  "external-secret",
  "secret-provider-class",
  "sealed-secret",
  "cron-job",
]);

/**
 * Whether something may restart the gateway's pods after its Secret is updated. A container gets its environment
 * variables only when it starts. Source: Kubernetes, "Secrets", using Secrets as environment variables.
 */
function isRestarted(gateway: Gateway, secrets: readonly ObjectReference[], around: Stack): boolean {
  return (
    isAnnotated(gateway) ||
    secrets.some((secret) => isRestartedByWriter(secret, gateway, around)) ||
    mayRestart(gateway, around)
  );
}

/** An annotation for an operator. An unknown one may be set. */
function isAnnotated({ labels }: Gateway): boolean {
  return labels.some(({ value }) => mayBeOn(restartAnnotations, value));
}

function mayBeOn(wanted: readonly RestartAnnotation[], annotations: Value): boolean {
  return wanted.some(({ name, value }) => {
    const found = annotations.get(name);
    return Boolean(found.unknown) || (!found.absent && (value === undefined || found.text === value));
  });
}

/** The operator that writes the Secret may also restart workloads. */
function isRestartedByWriter(secret: ObjectReference, { resource }: Gateway, around: Stack): boolean {
  return findFeeders(secret, resource, around).some(({ resource: { type, props } }) => {
    const list = restartTargetsOf(type.module);
    const targets = list && props.get(...list);
    const isListed = targets !== undefined && (targets.unknown || targets.items.length > 0);
    return isListed || mayBeOn(writerAnnotationsOf(type.module), props.get("metadata", "annotations"));
  });
}
