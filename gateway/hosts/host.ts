import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { ResourceType } from "../../pulumi/resource-type";
import type { Path } from "../../pulumi/value";
import type { Gateway } from "../model/gateway";
import type { SecretStore } from "../model/settings";

/** A way to host a gateway: reads resources of some types into the model. */
export interface Host {
  /** Whether resources of this type can host a gateway this way. */
  hosts(type: ResourceType): boolean;
  /** Whether a resource of this type describes a gateway on this host without being one. */
  tells?(type: ResourceType): boolean;
  /** Places, with `*` for any key, that only who may read secrets sees: credentials belong there. */
  readonly secretPlaces?: readonly Path[];
  /** Where a credential is kept there. Default: a Secret of Kubernetes. */
  readonly secretStore?: SecretStore;
  /** The gateways that the resource hosts; none where it hosts something else. */
  read(resource: Resource, around: ResourceSet): readonly Gateway[];
}
