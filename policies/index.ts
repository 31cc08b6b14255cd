import type { Policies } from "@pulumi/policy";
import { gatewayAuthMethod } from "./gateway-auth-method";
import { gatewayImageCurrent } from "./gateway-image-current";
import { gatewayImagePinned } from "./gateway-image-pinned";
import { gatewayImageSource } from "./gateway-image-source";
import { gatewayImageSupported } from "./gateway-image-supported";
import { gatewayReleaseData } from "./gateway-release-data";
import { responsibilityLabels } from "./responsibility-labels";
import { thirdPartyComponents } from "./third-party-components";

/** Every policy of the pack, in the order in which findings are shown. */
export const policies: Policies = [
  gatewayImageSupported,
  gatewayImagePinned,
  gatewayImageCurrent,
  gatewayImageSource,
  gatewayReleaseData,
  gatewayAuthMethod,
  responsibilityLabels,
  thirdPartyComponents,
];
