import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayAvailability } from "./gateway-availability";
import { gatewayConfigBackup } from "./gateway-config-backup";
import { gatewayDiagnostics } from "./gateway-diagnostics";
import { gatewayHosting } from "./gateway-hosting";
import { gatewayHostnameTls } from "./gateway-hostname-tls";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayNetwork } from "./gateway-network";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayAuthMethod,
  gatewayHosting,
  gatewayAvailability,
  gatewayConfigBackup,
  gatewayNetwork,
  gatewayHostnameTls,
  gatewayDiagnostics,
];
