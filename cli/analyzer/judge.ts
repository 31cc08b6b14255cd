import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Config, configureRequest, merge, refusals } from "./config";
import { Connection } from "./connection";
import { type PackInfo, type Result, readInfo, readResult } from "./info";
import { type Resource, urnOf } from "./resources";
import { analyzeRequest, analyzeStackRequest, configureStackRequest, stackEnvironment } from "./wire";

/** The compiled pack in its own process, started as Pulumi starts it. */
export class Judge {
  private constructor(
    private readonly connection: Connection,
    readonly info: PackInfo,
  ) {}

  /** Starts the pack in a folder; `preload` is the compiled lifeline.ts. */
  static async open(folder: string, preload: string): Promise<Judge> {
    const env = { ...process.env, ...stackEnvironment(true) };
    const connection = await Connection.open(folder, { env, preload });
    try {
      await connection.call(AnalyzerService.configureStack, configureStackRequest(true, {}));
      return new Judge(
        connection,
        readInfo(await connection.call(AnalyzerService.getAnalyzerInfo, new Empty())),
      );
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Replaces the configuration. Returns the problems; if there are any, nothing changes. */
  async configure(config: Config): Promise<string[]> {
    const settings = merge(this.info, config);
    const refused = refusals(this.info, settings);
    if (refused.length > 0) return refused;
    await this.connection.call(AnalyzerService.configure, configureRequest(settings));
    return [];
  }

  /** What the policies report for each resource, and for the stack of all of them. */
  async check(resources: readonly Resource[]): Promise<{ each: Result[]; stack: Result }> {
    const each: Result[] = [];
    for (const resource of resources) {
      const answer = await this.connection.call(AnalyzerService.analyze, analyzeRequest(resource));
      each.push(readResult(answer, () => urnOf(resource)));
    }
    const answer = await this.connection.call(AnalyzerService.analyzeStack, analyzeStackRequest(resources));
    return { each, stack: readResult(answer, (urn) => urn) };
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
