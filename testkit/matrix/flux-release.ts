import { fluxRelease as adapter } from "../../gateway/hosts/flux-release";
import { column } from "./cell";
import { type ChartParts, chart, chartCells, install } from "./chart";

export const fluxRelease = column<ChartParts>({
  title: "Flux",
  adapter,
  shapes: [
    (parts) => {
      const { version, values } = install(parts);
      const sourceRef = { kind: "HelmRepository", name: "gateways" };
      return {
        type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
        props: {
          metadata: { name: "gw", namespace: "flux-system" },
          spec: {
            releaseName: "gw",
            targetNamespace: "apim",
            chart: { spec: { chart, version, sourceRef } },
            values,
          },
        },
      };
    },
  ],
  cells: chartCells,
});
