// One gateway for each valid and invalid exemption from gateway-image-supported.
import * as k8s from "@pulumi/kubernetes";

const image = "mcr.microsoft.com/azure-api-management/gateway:2.9.2";

function gateway(name: string, exemption?: string): void {
  const annotations = exemption && { "apim-gateway/exempt-gateway-image-supported": exemption };
  new k8s.core.v1.Pod(name, {
    metadata: { name, namespace: "apim", ...(annotations && { annotations }) },
    spec: { containers: [{ name: "gateway", image }] },
  });
}

gateway("live");
gateway("ended");
gateway("none");
gateway("written-here", `moves with the data center; expires=${process.env.LAST_DAY}`);
