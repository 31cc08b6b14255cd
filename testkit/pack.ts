/**
 * Drives a compiled policy pack as Pulumi's engine does: the pack runs in its own process with the real SDK, and is
 * called over the analyzer protocol. A test gets what a user would get in a preview.
 */
import { join } from "node:path";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Config, configureRequest, merge, refusals, type Settings } from "../cli/analyzer/config";
import { Connection } from "../cli/analyzer/connection";
import { type PackInfo, type Result, readInfo, readResult } from "../cli/analyzer/info";
import { type Props, type Resource, rootStack, urnOf } from "../cli/analyzer/resources";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureStackRequest,
  stackEnvironment,
} from "../cli/analyzer/wire";
import { Clock } from "./harness/clock";

export type { Config } from "../cli/analyzer/config";
export type { Finding, PackInfo, PolicyInfo, Result } from "../cli/analyzer/info";
export * from "../cli/analyzer/resources";
export { readRecording } from "./harness/recording";

const preload = join(__dirname, "harness", "preload.js");

/** How to start a pack. */
export interface StartOptions {
  /** The pack's folder. Default: the root of this repository. */
  pack?: string;
  config?: Config;
  /**
   * The policies that run. The others are disabled, because the SDK copies a resource for each. One resource policy
   * always runs, since the pack gets the inputs through it. Default: all.
   */
  only?: readonly string[];
  /** The pack's current date, as `2026-11-24`. Default: the real date. */
  today?: string;
  env?: NodeJS.ProcessEnv;
  /** False for an update instead of a preview. Only this flag changes for the pack. */
  dryRun?: boolean;
  stackTags?: Record<string, string>;
  /** The Node.js that runs the pack. Default: the one that runs the tests. */
  node?: string;
  /** True for a process that nothing else uses. It ends with {@link Pack.stop}; only then is its output complete. */
  alone?: boolean;
}

/** The result of one policy's remediation: new properties, or why it failed. */
export interface Remediation {
  policy: string;
  properties: Props | undefined;
  diagnostic: string;
}

/** A pack's process and what it declares about itself. */
interface Running {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly info: PackInfo;
}

/** Stopped packs of this repository, by `dryRun`. A process takes a second to start, so it is reused. */
const stopped = new Map<boolean, Running[]>();
process.once("beforeExit", () => {
  for (const { connection } of [...stopped.values()].flat()) connection.close();
});

/**
 * Starts a pack and configures it. This takes about a second, unless a stopped pack with the same options can be
 * reused.
 */
export async function startPack(options: StartOptions = {}): Promise<Pack> {
  const { config = {}, only, dryRun = true, stackTags = {}, today, alone, ...special } = options;
  const shared = !alone && Object.keys(special).length === 0;
  const resting = shared ? restingIn(dryRun) : [];
  const running = (await wake(resting.pop())) ?? (await run(options));
  const pack = new Pack(running, shared ? resting : undefined, only);
  try {
    running.clock.set(today);
    await running.connection.call(AnalyzerService.configureStack, configureStackRequest(dryRun, stackTags));
    await pack.configure(config);
    return pack;
  } catch (error) {
    await running.connection.close();
    throw error;
  }
}

function restingIn(dryRun: boolean): Running[] {
  const resting = stopped.get(dryRun) ?? [];
  stopped.set(dryRun, resting);
  return resting;
}

/** Resets a pack for reuse; undefined if its process has ended. */
async function wake(running: Running | undefined): Promise<Running | undefined> {
  if (!running) return undefined;
  const settings = configureRequest(merge(running.info, {}));
  try {
    await running.connection.call(AnalyzerService.configure, settings);
    await running.connection.call(AnalyzerService.analyzeStack, analyzeStackRequest([]));
    return running;
  } catch {
    await running.connection.close();
    return undefined;
  }
}

async function run({
  pack = join(__dirname, ".."),
  dryRun = true,
  env,
  node,
  stackTags = {},
}: StartOptions): Promise<Running> {
  const clock = new Clock();
  const complete = { ...process.env, ...stackEnvironment(dryRun), HARNESS_CLOCK: clock.file, ...env };
  const connection = await Connection.open(pack, { env: complete, preload, node });
  try {
    await connection.call(AnalyzerService.configureStack, configureStackRequest(dryRun, stackTags));
    return {
      connection,
      clock,
      info: readInfo(await connection.call(AnalyzerService.getAnalyzerInfo, new Empty())),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** A running pack. Each call rejects if the pack throws or ends, which would end the preview in the engine. */
export class Pack {
  readonly connection: Connection;
  readonly info: PackInfo;
  private settings: Settings = new Map();

  /** Use {@link startPack}. With `resting`, a stopped pack is kept there for reuse; otherwise it ends. */
  constructor(
    private readonly running: Running,
    private readonly resting: Running[] | undefined,
    private readonly only: readonly string[] | undefined,
  ) {
    this.connection = running.connection;
    this.info = running.info;
  }

  /** The pack's stdout, which should be empty. Complete after {@link stop}. */
  get stdout(): string {
    return this.connection.process.output.stdout;
  }

  /** The pack's stderr, which should be empty. Complete after {@link stop}. */
  get stderr(): string {
    return this.connection.process.output.stderr;
  }

  /**
   * Replaces the configuration. Rejects what the engine rejects by the options' schemas; with `unchecked`, sends it
   * anyway, to test the pack itself.
   */
  async configure(config: Config, { unchecked = false } = {}): Promise<void> {
    const settings = merge(this.info, config);
    const refused = unchecked ? [] : refusals(this.info, settings);
    if (refused.length > 0) throw new Error(`policy pack configuration is invalid: ${refused.join("; ")}`);
    for (const [policy, setting] of settings) if (!this.runs(policy)) setting.level = "disabled";
    await this.connection.call(AnalyzerService.configure, configureRequest(settings));
    this.settings = settings;
  }

  private runs(policy: string): boolean {
    const seesInputs = this.info.policies.find(({ kind }) => kind === "resource")?.name;
    return !this.only || policy === seesInputs || this.only.includes(policy);
  }

  /** Runs the resource policies on one resource. */
  async analyze(resource: Resource): Promise<Result> {
    const response = await this.connection.call(AnalyzerService.analyze, analyzeRequest(resource));
    return readResult(response, () => urnOf(resource));
  }

  /** Runs the stack policies on a whole stack. */
  async analyzeStack(resources: readonly Resource[]): Promise<Result> {
    const response = await this.connection.call(AnalyzerService.analyzeStack, analyzeStackRequest(resources));
    const urns = new Set(resources.map(urnOf));
    return readResult(response, (urn) => (urns.has(urn) ? urn : rootStackOf(resources)));
  }

  /** Runs the remediations on one resource, each on the result of the previous one. */
  async remediate(resource: Resource): Promise<Remediation[]> {
    const response = await this.connection.call(
      AnalyzerService.remediate,
      analyzeRequest(resource, "remediate"),
    );
    return response.getRemediationsList().map((remediation) => ({
      policy: remediation.getPolicyname(),
      properties: remediation.getProperties()?.toJavaScript(),
      diagnostic: remediation.getDiagnostic(),
    }));
  }

  /** The properties of a resource after all remediations. */
  async remediated(resource: Resource): Promise<Props> {
    const changed = (await this.remediate(resource)).map(({ properties }) => properties);
    return changed.filter((properties) => properties !== undefined).at(-1) ?? resource.props;
  }

  /** One preview: remediates and analyzes each resource in order, then the stack. All findings together. */
  async preview(resources: readonly Resource[]): Promise<Result> {
    const remediating = [...this.settings.values()].some(({ level }) => level === "remediate");
    const stack: Resource[] = [];
    const results: Result[] = [];
    for (const declared of resources) {
      const resource = remediating ? { ...declared, props: await this.remediated(declared) } : declared;
      stack.push(resource);
      results.push(await this.analyze(resource));
    }
    results.push(await this.analyzeStack(stack));
    return {
      diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
      notApplicable: results.flatMap(({ notApplicable }) => notApplicable),
    };
  }

  /** Ends the pack. It must not be called afterwards. */
  async stop(): Promise<void> {
    if (!this.resting) await this.connection.close();
    else if (!this.resting.includes(this.running)) this.resting.push(this.running);
  }
}

function rootStackOf(resources: readonly Resource[]): string {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return stack ? urnOf(stack) : rootStack;
}
