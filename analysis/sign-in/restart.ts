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
 * Whether the gateway's pods keep the old token although its Secret gets a new one. Who writes in words that the token is
 * rotated has thought of the restart, and Azure restarts what it runs.
 */
export function keepsOldToken(
  evidence: readonly RotationEvidence[],
  settings: readonly Setting[],
  gateway: Gateway,
  around: Stack,
): boolean {
  const isTold = evidence.some(({ kind, holds }) => holds.kind === "yes" && !writesSecrets.has(kind));
  const secrets = secretsOf(settings);
  return !isTold && secrets.length > 0 && !isRestarted(gateway, secrets, around);
}

/** The kinds of evidence that put a new token into the Secret, and do no more. */
const writesSecrets: ReadonlySet<RotationKind> = new Set([
  "external-secret",
  "secret-provider-class",
  "sealed-secret",
  "cron-job",
]);

/**
 * Whether something may restart the gateway's pods once its Secret holds a new token. A container gets its variables when
 * it starts, and no new ones later. Source: Kubernetes, "Secrets", using Secrets as environment variables.
 */
function isRestarted(gateway: Gateway, secrets: readonly ObjectReference[], around: Stack): boolean {
  return (
    isAnnotated(gateway) ||
    secrets.some((secret) => isRestartedByWriter(secret, gateway, around)) ||
    mayRestart(gateway, around)
  );
}

/** An annotation for an operator; one that is not known may be there. */
function isAnnotated({ labels }: Gateway): boolean {
  return labels.some(({ value }) => mayBeOn(restartAnnotations, value));
}

function mayBeOn(wanted: readonly RestartAnnotation[], annotations: Value): boolean {
  return wanted.some(({ name, value }) => {
    const found = annotations.get(name);
    return Boolean(found.unknown) || (!found.absent && (value === undefined || found.text === value));
  });
}

/** What writes the Secret may restart workloads by itself. */
function isRestartedByWriter(secret: ObjectReference, { resource }: Gateway, around: Stack): boolean {
  return findFeeders(secret, resource, around).some(({ resource: { type, props } }) => {
    const list = restartTargetsOf(type.module);
    const targets = list && props.get(...list);
    const isListed = targets !== undefined && (targets.unknown || targets.items.length > 0);
    return isListed || mayBeOn(writerAnnotationsOf(type.module), props.get("metadata", "annotations"));
  });
}
