/** Builders of Azure Container Apps of the native and the classic provider. */
import type { Resource } from "../pack";
import { goodEnv, goodImage, type More } from "./kubernetes";

/** The properties of a gateway's app; defaults are those of a good one. */
export interface App {
  image?: unknown;
  env?: unknown;
  secrets?: unknown;
  tags?: unknown;
  container?: object;
}

/** A Container App of the native provider. */
export function containerApp(parts: App = {}, more: More = {}): Resource {
  const { image, env, secrets, tags, container } = { image: goodImage, env: goodEnv, ...parts };
  const props = {
    containerAppName: "gateway",
    template: { containers: [{ name: "gateway", image, env, ...container }] },
    configuration: { secrets },
    tags,
  };
  return { type: "azure-native:app:ContainerApp", ...more, props };
}

/** A Container App of the classic provider, which has other names for some properties. */
export function classicContainerApp(parts: App = {}, more: More = {}): Resource {
  const { image, env, secrets, tags, container } = { image: goodImage, env: goodEnv, ...parts };
  const props = {
    name: "gateway",
    template: { containers: [{ name: "gateway", image, envs: env, ...container }] },
    secrets,
    tags,
  };
  return { type: "azure:containerapp/app:App", ...more, props };
}

/** Every type token of a Container App of the native provider. */
export const nativeTypes = [
  "azure-native:app:ContainerApp",
  "azure-native:app/v20240301:ContainerApp",
  "azure-native_app_v20240301:app/v20240301:ContainerApp",
];
