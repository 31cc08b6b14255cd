import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { analyzeRequest, analyzeStackRequest } from "../cli/analyzer/wire";
import { type Resource, startPack } from "../testkit/pack";
import { gateway } from "./resources";

const gatewayCalls = 200;

/** The time and memory of one pack for one stack, from its start to its end. */
export interface Sample {
  startMs: number;
  /** Per resource. */
  analyzeMs: number;
  /** The stack after its resources, as in a preview. */
  analyzeStackMs: number;
  /** The stack again, without inputs: the first analysis removed them. */
  unseenMs: number;
  memoryMb: number;
  /** Per gateway. */
  gatewayMs: number;
}

/** The requests for a stack, serialized ahead: only the pack and the wire are measured, not the benchmark itself. */
export interface Workload {
  resources: Uint8Array[];
  stack: Uint8Array;
  gateway: Uint8Array;
}

export function workload(stack: readonly Resource[]): Workload {
  return {
    resources: stack.map((resource) => analyzeRequest(resource).serializeBinary()),
    stack: analyzeStackRequest([...stack]).serializeBinary(),
    gateway: analyzeRequest(gateway).serializeBinary(),
  };
}

/** Starts the pack in a folder and measures a preview: each resource in turn, then the stack, then a gateway. */
export async function measure(folder: string, { resources, stack, gateway }: Workload): Promise<Sample> {
  const pack = await startPack({ pack: folder });
  const { connection } = pack;
  const analyzeStack = () => connection.call(AnalyzerService.analyzeStack, stack);
  try {
    const { pid, startMs } = connection.process;
    const analyzeMs = await time(async () => {
      for (const resource of resources) await connection.call(AnalyzerService.analyze, resource);
    });
    const analyzeStackMs = await time(analyzeStack);
    const memoryMb = memoryOf(pid);
    const unseenMs = await time(analyzeStack);
    // Last, because the pack must not see another gateway before.
    const gatewayMs = await time(async () => {
      for (let call = 0; call < gatewayCalls; call++) await connection.call(AnalyzerService.analyze, gateway);
    });
    return {
      startMs,
      analyzeMs: analyzeMs / resources.length,
      analyzeStackMs,
      unseenMs,
      memoryMb,
      gatewayMs: gatewayMs / gatewayCalls,
    };
  } finally {
    await pack.stop();
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The peak memory of a process, or its current memory if the system doesn't record the peak. */
function memoryOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1]
    : execFileSync("ps", ["-o", "rss=", "-p", `${pid}`], { encoding: "utf8" });
  return Number(kilobytes) / 1024;
}
