import type { PackPolicy } from "../pulumi/policy";
import { apimConfigurationApi } from "./apim-configuration-api";
import { apimGatewayLimits } from "./apim-gateway-limits";
import { apimServiceTier } from "./apim-service-tier";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayAvailability } from "./gateway-availability";
import { gatewayConfigBackup } from "./gateway-config-backup";
import { gatewayConfigurationEndpoint } from "./gateway-configuration-endpoint";
import { gatewayDiagnostics } from "./gateway-diagnostics";
import { gatewayEntraSetup } from "./gateway-entra-setup";
import { gatewayHosting } from "./gateway-hosting";
import { gatewayHostnameTls } from "./gateway-hostname-tls";
import { gatewayImageCurrent } from "./gateway-image-current";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSource } from "./gateway-image-source";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayKnownSettings } from "./gateway-known-settings";
import { gatewayNetwork } from "./gateway-network";
import { gatewayReleaseData } from "./gateway-release-data";
import { gatewayTokenProtected } from "./gateway-token-protected";
import { gatewayTokenValid } from "./gateway-token-valid";
import { gatewayWiring } from "./gateway-wiring";
import { responsibilityLabels } from "./responsibility-labels";
import { thirdPartyComponents } from "./third-party-components";

/** Every policy of the pack, in the order of the rows of Microsoft's table: shared ones first. */
export const policies: PackPolicy[] = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayImageCurrent,
  gatewayImageSource,
  gatewayKnownSettings,
  gatewayReleaseData,
  gatewayAuthMethod,
  gatewayEntraSetup,
  gatewayTokenProtected,
  gatewayTokenValid,
  gatewayWiring,
  gatewayConfigurationEndpoint,
  apimServiceTier,
  apimGatewayLimits,
  apimConfigurationApi,
  responsibilityLabels,
  thirdPartyComponents,
  gatewayHosting,
  gatewayAvailability,
  gatewayConfigBackup,
  gatewayNetwork,
  gatewayHostnameTls,
  gatewayDiagnostics,
];
