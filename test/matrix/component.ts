import type { Resource } from "../harness";
import { judged } from "./cell";

/** Software of another project, in the namespace in which the matrix has its gateways. */
export const ingressController: Resource = {
  type: "kubernetes:apps/v1:Deployment",
  name: "ingress",
  props: {
    metadata: { name: "ingress", namespace: "apim" },
    spec: {
      template: {
        spec: {
          containers: [{ name: "controller", image: "registry.k8s.io/ingress-nginx/controller:v1.12.0" }],
        },
      },
    },
  },
};

export const besides = judged({}, /runs in a gateway's namespace/, { beside: [ingressController] });
