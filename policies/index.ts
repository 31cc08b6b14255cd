import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayAvailability } from "./gateway-availability";
import { gatewayConfigBackup } from "./gateway-config-backup";
import { gatewayConfigurationEndpoint } from "./gateway-configuration-endpoint";
import { gatewayDiagnostics } from "./gateway-diagnostics";
import { gatewayEntraSetup } from "./gateway-entra-setup";
import { gatewayHosting } from "./gateway-hosting";
import { gatewayHostnameTls } from "./gateway-hostname-tls";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayNetwork } from "./gateway-network";
import { gatewayTokenProtected } from "./gateway-token-protected";
import { gatewayTokenValid } from "./gateway-token-valid";
import { gatewayWiring } from "./gateway-wiring";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayAuthMethod,
  gatewayEntraSetup,
  gatewayTokenProtected,
  gatewayTokenValid,
  gatewayWiring,
  gatewayConfigurationEndpoint,
  gatewayHosting,
  gatewayAvailability,
  gatewayConfigBackup,
  gatewayNetwork,
  gatewayHostnameTls,
  gatewayDiagnostics,
];
