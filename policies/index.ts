import type { Policies } from "@pulumi/policy";
import { apimConfigurationApi } from "./apim-configuration-api";
import { apimGatewayLimits } from "./apim-gateway-limits";
import { apimServiceTier } from "./apim-service-tier";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayConfigurationEndpoint } from "./gateway-configuration-endpoint";
import { gatewayEntraSetup } from "./gateway-entra-setup";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayTokenProtected } from "./gateway-token-protected";
import { gatewayTokenValid } from "./gateway-token-valid";
import { gatewayWiring } from "./gateway-wiring";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayAuthMethod,
  gatewayEntraSetup,
  gatewayWiring,
  gatewayTokenProtected,
  gatewayTokenValid,
  gatewayConfigurationEndpoint,
  apimServiceTier,
  apimGatewayLimits,
  apimConfigurationApi,
];
