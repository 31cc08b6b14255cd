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
  affects?(type: ResourceType): boolean;
  /** Properties, with `*` for any key, that only users who may read secrets can see. Credentials belong there. */
  readonly secretPlaces?: readonly Path[];
  /** The kind of store behind these properties. Default: a Kubernetes Secret. */
  readonly secretStore?: SecretStore;
  /** The gateways that the resource hosts; none if it hosts other software. */
  read(resource: Resource, around: ResourceSet): readonly Gateway[];
}
