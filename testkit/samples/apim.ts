/** Builders of API Management services of both providers, their gateways and APIs. */
import { type Props, type Resource, unknown } from "../pack";
import {
  type Azure,
  deployment,
  type Env,
  native as nativeShapes,
  providers,
  workloadIdentity,
} from "./entra";

type More = Partial<Resource>;

/** A provider's properties for a tier and for the assignment of an API to a gateway. */
interface Apim extends Azure {
  readonly tier: (name: string, service?: unknown, more?: More) => Resource;
  /** The provider's property for a tier. */
  readonly sku: (name: string) => string;
  readonly withSku: (sku: unknown, service?: unknown, more?: More) => Resource;
  readonly api: (gateway: unknown, service: unknown, more?: More) => Resource;
  /** The property of a gateway with its service. */
  readonly link: string;
  /** A gateway whose service is unknown during a preview. */
  readonly unlinked: (id: unknown, more?: More) => Resource;
}

const gatewayId = (service: unknown, gateway: unknown) =>
  `/subscriptions/44444444-4444-4444-4444-444444444444/resourceGroups/rg/providers/Microsoft.ApiManagement/service/${service}/gateways/${gateway}`;

function unlinkedIn({ gateway }: Azure, link: string, outputs: Props | undefined): Apim["unlinked"] {
  return (id, more = {}) => {
    const { type, props } = gateway(id, "contoso");
    return { type, props: { ...props, [link]: unknown }, ...(outputs ? { outputs } : {}), ...more };
  };
}

const native: Apim = {
  ...providers.native,
  tier: (name, service = "contoso", more = {}) => native.withSku(native.sku(name), service, more),
  sku: (name) => name,
  withSku: (sku, service = "contoso", more = {}) =>
    nativeShapes.service(service, { sku: { name: sku, capacity: 1 } }, more),
  api: (gateway, service, more = {}) => ({
    type: "azure-native:apimanagement:GatewayApiEntityTag",
    props: { gatewayId: gateway, serviceName: service, apiId: "orders", resourceGroupName: "rg" },
    outputs: { name: unknown },
    ...more,
  }),
  link: "serviceName",
  unlinked: unlinkedIn(providers.native, "serviceName", { name: unknown }),
};

const classic: Apim = {
  ...providers.classic,
  tier: (name, service = "contoso", more = {}) => classic.withSku(classic.sku(name), service, more),
  sku: (name) => `${name}_1`,
  withSku: (sku, service = "contoso", more = {}) =>
    providers.classic.service(service, { skuName: sku }, more),
  api: (gateway, service, more = {}) => ({
    type: "azure:apimanagement/gatewayApi:GatewayApi",
    props: {
      gatewayId: gateway === unknown ? unknown : gatewayId(service, gateway),
      apiId: "/x/apis/orders",
    },
    ...more,
  }),
  link: "apiManagementId",
  unlinked: unlinkedIn(providers.classic, "apiManagementId", undefined),
};

export const apims = { native, classic };

/** A Deployment of a gateway that connects to this endpoint, with this many replicas. */
export function gatewayAt(
  endpoint: unknown,
  replicas?: unknown,
  more: More = {},
  env: Env = workloadIdentity,
): Resource {
  const made = deployment({ ...env, "config.service.endpoint": endpoint }, {}, more);
  const { spec } = made.props;
  return {
    ...made,
    props: {
      ...made.props,
      spec: { ...(spec as Props), ...(replicas === undefined ? {} : { replicas }) },
    },
  };
}

export const contoso = "contoso.configuration.azure-api.net";
