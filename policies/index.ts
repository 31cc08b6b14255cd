import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayEntraSetup } from "./gateway-entra-setup";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayWiring } from "./gateway-wiring";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayAuthMethod,
  gatewayEntraSetup,
  gatewayWiring,
];
