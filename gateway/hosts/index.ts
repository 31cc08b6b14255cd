import { arcExtension } from "./arc-extension";
import { argoCd } from "./argo-cd";
import { containerApp } from "./container-app";
import { containerGroup } from "./container-group";
import { docker } from "./docker";
import { fluxRelease } from "./flux-release";
import { helmRelease } from "./helm-release";
import type { Host } from "./host";
import { kubernetesWorkload } from "./kubernetes-workload";

/** Every supported way to host a gateway. */
export const hosts: readonly Host[] = [
  kubernetesWorkload,
  helmRelease,
  argoCd,
  fluxRelease,
  arcExtension,
  containerApp,
  containerGroup,
  docker,
];
