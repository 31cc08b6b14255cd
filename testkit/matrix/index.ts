import { arcExtension } from "./arc-extension";
import { argoCd } from "./argo-cd";
import type { Column } from "./cell";
import { containerApp } from "./container-app";
import { containerGroup } from "./container-group";
import { docker } from "./docker";
import { fluxRelease } from "./flux-release";
import { helmRelease } from "./helm-release";
import { kubernetesWorkload } from "./kubernetes-workload";

export { elsewhere } from "./elsewhere";

/** What every policy does on every host. The tests run each cell; `npm run docs` prints them as docs/hosts.md. */
export const columns: readonly Column[] = [
  kubernetesWorkload,
  helmRelease,
  argoCd,
  fluxRelease,
  arcExtension,
  containerApp,
  containerGroup,
  docker,
];
