import { homedir } from "node:os";
import { join } from "node:path";

const project = "pulumi-policy-apim-self-hosted-gateway";

/** The folder for programs that this project builds once per user: a subfolder of the platform's cache folder. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = homedir();
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), project);
  if (platform === "darwin") return join(home, "Library", "Caches", project);
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), project);
}
