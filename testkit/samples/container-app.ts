/** Builders of Azure Container Apps, as the native and the classic provider know them. */
import type { Resource } from "../pack";
import { goodEnv, goodImage, type More } from "./kubernetes";

/** What is particular about a gateway's app; what a test leaves out is as it should be. */
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

/** A Container App of the classic provider, which names some things differently. */
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

/** Every type token under which a Container App of the native provider may come. */
export const nativeTypes = [
  "azure-native:app:ContainerApp",
  "azure-native:app/v20240301:ContainerApp",
  "azure-native_app_v20240301:app/v20240301:ContainerApp",
];
