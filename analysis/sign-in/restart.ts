import type { Gateway } from "../../gateway/model/gateway";
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

/**
 * Whether something may restart the gateway's pods once its Secret holds a new token. A container gets its variables when
 * it starts, and no new ones later. Source: Kubernetes, "Secrets", using Secrets as environment variables.
 */
export function isRestarted(gateway: Gateway, secrets: readonly ObjectReference[], around: Stack): boolean {
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
