import { gateways } from "../../gateway";
import type { Subject, Subjects } from "../../pulumi/policy";
import { gatewaysIn, type RunningGateway, runningGateways } from "../connection/connected-gateway";
import { type FederatedCredential, readFederatedCredential } from "./federated-credential";

/** Something that names another part of the stack. */
export type WiredPart =
  | (Subject & { readonly kind: "gateway"; readonly running: RunningGateway })
  | (Subject & { readonly kind: "federated-credential"; readonly credential: FederatedCredential });

export const wiredParts: Subjects<WiredPart> = {
  noun: gateways.noun,
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, stack) => {
    const credential = readFederatedCredential(resource, stack);
    if (credential && runningGateways(stack).length === 0) return [];
    return credential
      ? [{ kind: "federated-credential", resource, credential }]
      : gatewaysIn(resource, stack).map((running) => ({ kind: "gateway", resource, running }));
  },
};
