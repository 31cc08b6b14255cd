import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { Judge } from "../cli/analyzer/judge";
import { kubernetesYaml } from "../kubernetes/yaml";
import type { Resource } from "../testkit/pack";
import { gatewayStack } from "./gateways";
import { gateway } from "./resources";
import { aligned, median, number } from "./table";

const root = join(__dirname, "..");
const main = join(root, "dist/cli/main.js");
const sizes = [1, 1_000, 10_000] as const;

/** The time and memory of one run of `apim-gateways check`. */
interface Run {
  /** Until the first byte of the report. */
  firstMs: number;
  memoryMb: number;
}

/** The minimum for a run. */
interface Floor {
  nodeMs: number;
  packMs: number;
  parseMs: number;
  judgeMs: number;
}

interface Start {
  run: Run;
  least: Floor;
}

/** For each size. */
interface Measurement {
  runs: Run[];
  floors: Floor[];
}

/** A start is short, so it is measured several times. */
const startRuns = 8;

/** Measures the command on 1 to 10,000 manifests in a file, and parsing and checking alone; returns a table. */
export async function commandTable(runs: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bench-command-"));
  try {
    const files = sizes.map((size) => {
      const path = join(folder, `${size}.yaml`);
      writeFileSync(path, manifests(size));
      return { size, path, text: manifests(size) };
    });
    const measured: Measurement[] = [];
    for (let run = 0; run < runs; run++) {
      const row: Measurement = { runs: [], floors: [] };
      for (const { path, text, size } of files) {
        row.runs.push(await check(path));
        if (size <= 1_000) row.floors.push(await floor(text));
      }
      measured.push(row);
    }
    const [smallest] = files;
    const starts: Start[] = [];
    for (let start = 0; smallest && start < Math.max(startRuns, runs); start++)
      starts.push({ run: await check(smallest.path), least: await floor(smallest.text) });
    const heads = ["median", "the command", "basis", "ratio", "limit", ""];
    return aligned([heads, startLine(starts), ...lines(measured)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Kubernetes objects as in a real cluster: one of 25 is a gateway, ten belong to it. */
function manifests(size: number): string {
  const objects = gatewayStack(Math.max(25, size * 2), "own namespaces")
    .flatMap(toManifest)
    .slice(0, size);
  if (size === 1) return stringify(gateway.props);
  return objects.map((object) => stringify(object)).join("---\n");
}

function toManifest({ type, props }: Resource): object[] {
  const [provider, group = "", kind] = type.split(":");
  return provider === "kubernetes" ? [{ apiVersion: group.replace(/^core\//, ""), kind, ...props }] : [];
}

/** Runs the command as a user does. */
async function check(file: string): Promise<Run> {
  const report = "process.on('exit', () => process._rawDebug(process.resourceUsage().maxRSS))";
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", preload, main, "check", file], { cwd: root });
  let firstMs = 0;
  let stderr = "";
  child.stdout.on("data", () => {
    firstMs ||= performance.now() - began;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  if (firstMs === 0) throw new Error(stderr);
  return { firstMs, memoryMb: Number(stderr) / 1024 };
}

async function floor(text: string): Promise<Floor> {
  const nodeMs = await timeOf(() => once(spawn(process.execPath, ["-e", "0"]), "close"));
  let judge: Judge | undefined;
  const packMs = await timeOf(async () => {
    judge = await Judge.open(root, join(root, "dist/cli/analyzer/lifeline.js"));
  });
  let objects: Resource[] = [];
  const parseMs = await timeOf(async () => {
    objects = parseAllDocuments(text, kubernetesYaml).map((document, index) =>
      toResource(document.toJS(), index),
    );
  });
  const judgeMs = await timeOf(async () => judge?.check(objects));
  await judge?.close();
  return { nodeMs, packMs, parseMs, judgeMs };
}

function toResource(props: Record<string, unknown>, index: number): Resource {
  const version = String(props.apiVersion);
  return {
    type: `kubernetes:${version.includes("/") ? version : `core/${version}`}:${props.kind}`,
    name: `object-${index}`,
    props,
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

type Pair = readonly [command: number, basis: number];

/** One row: name, the command, what it is compared with, ratio, limit. */
function row(name: string, limit: number, pairs: readonly Pair[]): string[] {
  const ratio = median(pairs.map(([command, basis]) => command / basis));
  const shown = [0, 1].map((index) => number(median(pairs.map((each) => each[index] ?? NaN))));
  return [name, ...shown, `${ratio.toFixed(2)}x`, `${limit.toFixed(2)}x`, ratio > limit ? "over" : ""];
}

function startLine(starts: readonly Start[]): string[] {
  const pairs = starts.map(({ run, least }): Pair => [run.firstMs, least.nodeMs + least.packMs]);
  return row("first finding of one manifest, ms; Node and the pack's start", 1.5, pairs);
}

function lines(measured: readonly Measurement[]): string[][] {
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw new Error("nothing measured");
    return found;
  };
  const perManifest = (of: (run: Run) => number, runs: readonly Run[], large: number) =>
    (of(at(runs, large)) - of(at(runs, 0))) / ((sizes[large] ?? 0) - 1);
  const pairs = (pair: (each: Measurement) => Pair) => measured.map(pair);
  return [
    row(
      "1,000 manifests, ms; Node, the pack's start, parsing and checking",
      3,
      pairs(({ runs, floors }) => {
        const { nodeMs, packMs, parseMs, judgeMs } = at(floors, 1);
        return [at(runs, 1).firstMs, nodeMs + packMs + parseMs + judgeMs];
      }),
    ),
    row(
      "10,000 manifests, ms for each more; 1,000 manifests",
      1.25,
      pairs(({ runs }) => [
        perManifest(({ firstMs }) => firstMs, runs, 2),
        perManifest(({ firstMs }) => firstMs, runs, 1),
      ]),
    ),
    row(
      "10,000 manifests, MB for each more; 1,000 manifests",
      1.25,
      pairs(({ runs }) => [
        perManifest(({ memoryMb }) => memoryMb, runs, 2),
        perManifest(({ memoryMb }) => memoryMb, runs, 1),
      ]),
    ),
  ];
}
