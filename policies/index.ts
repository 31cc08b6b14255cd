import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [gatewayImageSupported, gatewayImagePinned, gatewayAuthMethod];
