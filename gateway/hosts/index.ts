import { containerApp } from "./container-app";
import type { Host } from "./host";
import { kubernetesWorkload } from "./kubernetes-workload";

/** Every way to host a gateway that the pack knows. */
export const hosts: readonly Host[] = [kubernetesWorkload, containerApp];
