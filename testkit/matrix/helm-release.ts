import { helmRelease as adapter } from "../../gateway/hosts/helm-release";
import { column } from "./cell";
import { type ChartParts, chart, chartCells, install, repository } from "./chart";

export const helmRelease = column<ChartParts>({
  title: "Helm release",
  adapter,
  shapes: [
    (parts) => ({
      type: "kubernetes:helm.sh/v3:Release",
      props: {
        name: "gw",
        namespace: "apim",
        chart,
        repositoryOpts: { repo: repository },
        ...install(parts),
      },
    }),
  ],
  cells: chartCells,
});
