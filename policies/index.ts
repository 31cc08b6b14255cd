import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayConfigurationEndpoint } from "./gateway-configuration-endpoint";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayTokenProtected } from "./gateway-token-protected";
import { gatewayTokenValid } from "./gateway-token-valid";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayAuthMethod,
  gatewayTokenProtected,
  gatewayTokenValid,
  gatewayConfigurationEndpoint,
];
