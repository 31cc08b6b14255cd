import type { Subject, Subjects } from "../pulumi/policy";
import type { Resource } from "../pulumi/resource";
import type { ResourceType } from "../pulumi/resource-type";
import type { Value } from "../pulumi/value";

/** A hostname of a self-hosted gateway. */
export interface GatewayHostName extends Subject {
  /** Undefined if it is unknown. */
  readonly name: string | undefined;
  /** The old versions of TLS that it can enable, with the property of each. */
  readonly oldTls: readonly { readonly version: string; readonly enabled: Value }[];
}

export const gatewayHostNames: Subjects<GatewayHostName> = {
  noun: "hostname of a self-hosted gateway",
  concerns: isHostName,
  // No stack policy depends on a hostname.
  matters: () => false,
  find: (resource) => (isHostName(resource.type) ? [read(resource)] : []),
};

function isHostName({ package: provider, module, name }: ResourceType): boolean {
  return (
    (provider === "azure-native" && module === "apimanagement" && name === "GatewayHostnameConfiguration") ||
    (provider === "azure" &&
      module === "apimanagement/gatewayhostnameconfiguration" &&
      name === "GatewayHostNameConfiguration")
  );
}

/** The providers differ only in the case of one letter. */
function read(resource: Resource): GatewayHostName {
  const { props } = resource;
  const name = props.get("hostname").string ?? props.get("hostName").string;
  return {
    resource,
    name,
    oldTls: [
      { version: "1.0", enabled: props.get("tls10Enabled") },
      { version: "1.1", enabled: props.get("tls11Enabled") },
    ],
  };
}
