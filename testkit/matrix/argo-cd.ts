import { argoCd as adapter } from "../../gateway/hosts/argo-cd";
import { column } from "./cell";
import { type ChartParts, chart, chartCells, install, repository } from "./chart";

function application(parts: ChartParts) {
  const { version: targetRevision, values: valuesObject } = install(parts);
  return {
    metadata: { name: "gw", namespace: "argocd" },
    spec: {
      source: { repoURL: repository, chart, targetRevision, helm: { releaseName: "gw", valuesObject } },
      destination: { server: "https://kubernetes.default.svc", namespace: "apim" },
    },
  };
}

export const argoCd = column<ChartParts>({
  title: "Argo CD",
  adapter,
  shapes: [
    (parts) => ({ type: "kubernetes:argoproj.io/v1alpha1:Application", props: application(parts) }),
    (parts) => ({
      type: "kubernetes:argoproj.io/v1alpha1:ApplicationSet",
      props: { metadata: { name: "gw", namespace: "argocd" }, spec: { template: application(parts) } },
    }),
  ],
  cells: chartCells,
});
