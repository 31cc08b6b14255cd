import { reports } from "../messages";
/** Cells in which the defect isn't in the gateway but in another resource of the stack. */
import type { Resource } from "../pack";
import { deployment, native, workloadIdentity } from "../samples/entra";
import { judged, silent } from "./cell";

const service = (tier: string) => native.service("contoso", { sku: { name: tier, capacity: 1 } });

/** As many gateways as the Developer tier allows. */
const five = ["a", "b", "c", "d", "e"].map((name) =>
  deployment({ ...workloadIdentity, "gateway.name": name }, {}, { name }),
);

/** Software of another project, in the namespace of the matrix' gateways. */
const ingressController: Resource = {
  type: "kubernetes:apps/v1:Deployment",
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

/** The gateway's service: the same on every host. */
export const serviceCells = {
  "apim-service-tier": judged({}, reports("unable"), { beside: [service("Standard")] }),
  // The gateway of the matrix is the sixth.
  "apim-gateway-limits": judged({}, reports("many", { count: "6", tier: "Developer", limit: "5" }), {
    beside: [service("Developer"), ...five],
  }),
};

/** Blocks all egress in the gateway's namespace. */
const wall: Resource = {
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  props: {
    metadata: { name: "wall", namespace: "apim" },
    spec: { podSelector: {}, policyTypes: ["Egress"], egress: [] },
  },
};

export const behindWall = judged({}, reports("outside"), { beside: [wall] });
export const sharesNamespace = judged({}, reports("beside"), { beside: [ingressController] });
export const hasNoNamespace = silent("it has no namespace that other software can share", [
  ingressController,
]);
