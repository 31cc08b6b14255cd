import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle";
import { findPulumi, type Pulumi } from "./find";
import { type RunOptions, type RunResult, run } from "./process";
import { scratchFolder } from "./scratch";
import { writeShim } from "./shim";

const tools = join(__dirname, "..");
const providers = ["kubernetes", "azure-native"] as const;
/** Providers whose SDKs are not installed. Programs declare their types themselves, without a version. */
const standIns = ["azure", "docker"] as const;

/**
 * An environment for the real CLI with its own state. It needs no login and no downloads, and its providers need
 * neither a cluster nor a subscription.
 */
export interface Sandbox {
  readonly pulumi: Pulumi;
  /** The complete environment of the CLI. */
  readonly env: NodeJS.ProcessEnv;
  /** An empty folder for files that are removed with the sandbox. */
  readonly folder: string;
  /** Runs the CLI. `env` extends the sandbox's own environment. */
  run(args: readonly string[], options: RunOptions): Promise<RunResult>;
  /**
   * Creates a stack of the project in this folder, without changing the folder. Returns the options with which
   * `preview`, `up`, `refresh` and `destroy` use the stack.
   */
  newStack(project: string, stack?: string): Promise<string[]>;
  /** Removes all files of the sandbox. This also happens when the process exits. */
  dispose(): void;
}

/** Creates a sandbox. Builds the CLI first if none is installed. */
export async function openSandbox(signal?: AbortSignal): Promise<Sandbox> {
  const pulumi = await findPulumi(signal);
  const root = mkdtempSync(join(scratchFolder(), "apim-policy-sandbox-"));
  const dispose = () => {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    process.removeListener("exit", dispose);
  };
  process.on("exit", dispose);

  const home = join(root, "home");
  const state = join(root, "state");
  const folder = join(root, "work");
  for (const path of [state, folder]) mkdirSync(path);
  await installPlugins(home, pulumi);

  const env: NodeJS.ProcessEnv = {
    ...withoutPulumi(process.env),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1",
    // npm requests from its registry only what isn't in its cache.
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    // A real provider on the user's PATH would take precedence over the sandbox's and connect to a cluster.
    ...(pulumi.languageHost === "path" ? {} : { PULUMI_IGNORE_AMBIENT_PLUGINS: "1" }),
    // Type-checking azure-native costs seconds and a gigabyte of memory in every run. `npm run check` does it once.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // The shims run in the program's folder, whose tsconfig.json isn't for them.
    TSX_TSCONFIG_PATH: join(tools, "..", "tsconfig.json"),
  };
  const cli: Sandbox["run"] = (args, options) =>
    run(pulumi.executable, args, { ...options, env: { ...env, ...options.env } });
  const newStack = async (project: string, stack = "dev") => {
    // The CLI writes the settings of a new stack next to Pulumi.yaml, so the stack is created in a copy of the two
    // files.
    const copy = mkdtempSync(join(root, "project-"));
    const settings = `Pulumi.${stack}.yaml`;
    for (const file of ["Pulumi.yaml", settings])
      if (existsSync(join(project, file))) copyFileSync(join(project, file), join(copy, file));
    const init = ["stack", "init", stack, "--no-select", "--non-interactive"];
    const { code, stderr } = await cli(init, { cwd: copy, signal });
    if (code !== 0) throw new Error(`Could not create a stack of ${project}: ${stderr.trim()}`);
    return ["--stack", stack, "--config-file", join(copy, settings)];
  };
  return { pulumi, env, folder, run: cli, newStack, dispose };
}

/** Installs the sandbox's plugins in the CLI's plugin cache. For plugins on PATH, the CLI would print a warning. */
async function installPlugins(home: string, pulumi: Pulumi): Promise<void> {
  const script = (...path: string[]) => join(tools, "plugins", ...path, "main.ts");
  const scripts: Record<string, string> = { "stand-in": script("sandbox", "stand-in") };
  for (const name of providers) scripts[name] = script("sandbox", name);
  if (pulumi.languageHost === "missing") scripts.nodejs = script("language-host");
  const bundles = join(home, "bundles");
  await bundle(scripts, bundles);

  const install = (kind: string, name: string, version: string, file: string) =>
    writeShim(join(home, "plugins", `${kind}-${name}-v${version}`), `pulumi-${kind}-${name}`, file);
  for (const name of providers) install("resource", name, sdkVersion(name), join(bundles, `${name}.js`));
  for (const name of standIns) install("resource", name, "0.0.0", join(bundles, "stand-in.js"));
  if (pulumi.languageHost !== "missing") return;
  install("language", "nodejs", pulumi.version, join(bundles, "nodejs.js"));
  const dynamic = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  install("resource", "pulumi-nodejs", pulumi.version, dynamic);
}

/** The CLI requires the provider in exactly the version of the SDK that the program uses. */
function sdkVersion(provider: string): string {
  const manifest = require.resolve(`@pulumi/${provider}/package.json`);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}

/** Removes the variables with the user's own stacks, accounts and settings. */
function withoutPulumi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PULUMI_")));
}
