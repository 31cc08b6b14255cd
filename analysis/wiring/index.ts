import { gateways } from "../../gateway";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Stack } from "../../pulumi/resource-set";
import {
  type ConnectedGateway,
  connectedGatewaysIn,
  connectedGatewaysOf,
} from "../connection/connected-gateway";
import { type FederatedCredential, readFederatedCredential } from "./federated-credential";

/** A part of the stack that refers to another part. */
export type WiredPart =
  | (Subject & { readonly kind: "gateway"; readonly connected: ConnectedGateway })
  | (Subject & { readonly kind: "federated-credential"; readonly credential: FederatedCredential });

export const wiredParts: Subjects<WiredPart, Stack> = {
  noun: gateways.noun,
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, stack) => {
    const credential = readFederatedCredential(resource, stack);
    if (credential && connectedGatewaysOf(stack).length === 0) return [];
    return credential
      ? [{ kind: "federated-credential", resource, credential }]
      : connectedGatewaysIn(resource, stack).map((connected) => ({ kind: "gateway", resource, connected }));
  },
};
