/**
 * Compares the cost of this pack with an empty and an idle pack on the same SDK and machine, and with AWSGuard if it is
 * installed (`npm install --no-save @pulumi/awsguard`).
 *
 * - `npm run bench -- [--quick] [--runs 12] [--only ordinary|gateways|previews] [--json] [--pack folder]`
 * - `npm run bench -- --command [--runs 3]`: the cost of `apim-gateways check`
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Resource } from "../testkit/pack";
import { commandTable } from "./command";
import { gatewayStack, mixNames } from "./gateways";
import { measure, type Sample, workload } from "./measure";
import { awsGuard, emptyPack, idlePack, publishedPack } from "./packs";
import { openPreviews } from "./preview";
import { ordinaryStack } from "./resources";
import { type Limit, type Measured, type Row, row, table } from "./table";

const { values: options } = parseArgs({
  options: {
    /** Up to 8,000 resources, in few runs, and no preview with the CLI. */
    quick: { type: "boolean", default: false },
    runs: { type: "string" },
    /** `ordinary`, `gateways` or `previews`: only stacks without gateways, stacks with gateways, or previews. */
    only: { type: "string" },
    /** The command `apim-gateways` instead of the pack. */
    command: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    /** The folder of a pack to measure instead of this one. */
    pack: { type: "string" },
  },
});
const usual = 1_000;
const middle = 8_000;
const largest = 20_000;
const runs = Math.max(1, Number(options.runs ?? (options.quick ? 3 : 12)) || 1);

/** The folders of the compared packs. */
type Packs = Measured<string>;

/** Measures each pack in turn, in alternating order, so that changes over time affect all packs equally. */
async function inTurn<T>(
  what: string,
  packs: Packs,
  runs: number,
  once: (folder: string) => Promise<T>,
): Promise<Measured<T>[]> {
  const result: Measured<T>[] = [];
  for (let run = 0; run < runs; run++) {
    progress(`${what}, ${run + 1} of ${runs}`);
    const order = Object.entries(packs);
    const measured: Partial<Measured<T>> = {};
    for (const [name, folder] of run % 2 === 0 ? order : order.reverse())
      measured[name as keyof Packs] = await once(folder);
    result.push(measured as Measured<T>);
  }
  progress("");
  return result;
}

/** Prints a progress line that is overwritten; prints nothing if stderr isn't a terminal. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}\r`);
}

/** A stack: its resources in turn, then the stack. Larger ones vary less from run to run. */
function samples(what: string, packs: Packs, stack: readonly Resource[]): Promise<Measured<Sample>[]> {
  const work = workload(stack);
  const times = stack.length > usual ? Math.min(runs, 3) : runs;
  return inTurn(`${count(stack.length)} resources, ${what}`, packs, times, (folder) => measure(folder, work));
}

const against = (to: Limit["to"], most: number): Limit => ({ to, most });

function rowOf(name: string, of: Measured<Sample>[], key: keyof Sample, limit?: Limit): Row {
  return row(
    name,
    of.map((packs) => mapped(packs, (sample) => sample[key])),
    limit,
  );
}

function mapped<T, R>({ pack, empty, idle, peer }: Measured<T>, of: (measured: T) => R): Measured<R> {
  return { pack: of(pack), empty: of(empty), idle: of(idle), ...(peer && { peer: of(peer) }) };
}

/** Stacks without a gateway. */
async function ordinary(packs: Packs): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of options.quick ? [usual] : [usual, middle, largest]) {
    const of = await samples("no gateway", packs, ordinaryStack(size));
    const stack = `${count(size)} resources, no gateway`;
    if (size === usual) {
      rows.push(rowOf("start-up, spawn to port, ms", of, "startMs", against("empty", 1.08)));
      rows.push(rowOf("Analyze, gateway Deployment, ms", of, "gatewayMs", against("empty", 2.5)));
    }
    rows.push(
      rowOf(`Analyze, ${stack}, ms per resource`, of, "analyzeMs", against("empty", 1.25)),
      rowOf(`AnalyzeStack, ${stack}, ms`, of, "analyzeStackMs", against("empty", 1.2)),
      rowOf(`AnalyzeStack, ${stack}, inputs not seen, ms`, of, "unseenMs", against("empty", 1.2)),
      rowOf(`memory, ${stack}, peak MB`, of, "memoryMb", against("empty", 1.15)),
    );
  }
  return rows;
}

/** Stacks with one gateway per 25 resources. */
async function withGateways(packs: Packs): Promise<Row[]> {
  const rows: Row[] = [];
  for (const mix of mixNames) {
    const small = await samples(mix, packs, gatewayStack(usual, mix));
    const large = await samples(mix, packs, gatewayStack(middle, mix));
    for (const [size, of] of [[usual, small] as const, [middle, large] as const]) {
      const stack = `AnalyzeStack, ${count(size)} resources, gateways: ${mix}`;
      const isLarge = size === middle;
      rows.push(
        rowOf(`${stack}, ms`, of, "analyzeStackMs", isLarge ? against("idle", 0.9) : undefined),
        rowOf(`${stack}, inputs not seen, ms`, of, "unseenMs", isLarge ? against("idle", 1.25) : undefined),
      );
    }
    const growth = large.map((grown, run) => growthOf(grown, small[run] ?? grown));
    rows.push(row(`growth to ${count(middle)}, ${mix}, inputs not seen`, growth, against("idle", 1.1)));
  }
  if (options.quick) return rows;
  const of = await samples(mixNames[0] ?? "", packs, gatewayStack(largest, "own namespaces"));
  const stack = `${count(largest)} resources, gateways`;
  return [
    ...rows,
    rowOf(`AnalyzeStack, ${stack}, ms`, of, "analyzeStackMs", against("idle", 0.9)),
    rowOf(`memory, ${stack}, peak MB`, of, "memoryMb", against("idle", 1.15)),
  ];
}

/** The time for the larger stack, relative to the smaller. */
function growthOf(large: Measured<Sample>, small: Measured<Sample>): Measured<number> {
  const [after, before] = [large, small].map((packs) => mapped(packs, ({ unseenMs }) => unseenMs));
  if (!after || !before) throw new Error("nothing measured");
  return {
    pack: after.pack / before.pack,
    empty: after.empty / before.empty,
    idle: after.idle / before.idle,
  };
}

/** Previews of a program with the real CLI and each pack in turn, after one preview that isn't measured. */
async function previews(packs: Packs): Promise<Row> {
  const preview = await openPreviews(usual);
  try {
    await preview.seconds(packs.empty);
    const measured = await inTurn("previews", packs, Math.min(runs, 8), preview.seconds);
    return row(`pulumi preview, ${count(usual)} resources, s`, measured, against("empty", 1.05));
  } finally {
    preview.close();
  }
}

function count(size: number): string {
  return size.toLocaleString("en");
}

function isSelected(part: "ordinary" | "gateways" | "previews"): boolean {
  return options.only === undefined || options.only === part;
}

async function compare(packs: Packs): Promise<void> {
  const rows = [
    ...(isSelected("ordinary") ? await ordinary(packs) : []),
    ...(isSelected("gateways") ? await withGateways(packs) : []),
    ...(isSelected("previews") && !options.quick ? [await previews(packs)] : []),
  ];
  console.log(
    options.json ? JSON.stringify({ node: process.version, runs, rows }, undefined, 2) : table(rows),
  );
}

async function main(): Promise<void> {
  if (options.command) return console.log(await commandTable(Math.min(runs, 3)));
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const peer = awsGuard(folder);
    await compare({
      pack: options.pack ?? publishedPack(folder),
      empty: emptyPack(folder),
      idle: idlePack(folder),
      ...(peer && { peer }),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
