/**
 * What this pack costs, against an empty pack of the same SDK on the same machine, and beside AWSGuard where it is installed
 * (`npm install --no-save @pulumi/awsguard`).
 *
 *   npm run bench -- [--quick] [--runs 12] [--json] [--pack folder]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure, type Sample, workload } from "./measure";
import { awsGuard } from "./peer";
import { openPreviews } from "./preview";
import { type Measured, type Row, row, table } from "./table";

const { values: options } = parseArgs({
  options: {
    /** 1,000 resources, and no preview with the CLI. */
    quick: { type: "boolean", default: false },
    runs: { type: "string", default: "12" },
    json: { type: "boolean", default: false },
    pack: { type: "string", default: join(__dirname, "..") },
  },
});
const ordinary = 1_000;
const large = [5_000, 20_000];

/** The folders of the packs that are compared. */
type Packs = Measured<string>;

/** Measures each pack in turn, and every other time in the other order: what changes with time hits all alike. */
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

/** One line that is overwritten, and nothing where nobody watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}\r`);
}

/** A stack of that size, without a gateway: its resources in turn, then the stack. */
function samples(size: number, packs: Packs, runs: number): Promise<Measured<Sample>[]> {
  const work = workload(size);
  return inTurn(`${count(size)} resources`, packs, runs, (folder) => measure(folder, work));
}

function rowOf(name: string, of: Measured<Sample>[], key: keyof Sample, limit?: number): Row {
  const numbers = of.map(({ pack, empty, peer }) => ({
    ...{ pack: pack[key], empty: empty[key] },
    ...(peer && { peer: peer[key] }),
  }));
  return row(name, numbers, limit);
}

/** The real CLI over a program, with each pack in turn. One preview more comes first, for the machine to warm up. */
async function previews(packs: Packs, runs: number): Promise<Row> {
  const preview = await openPreviews(ordinary);
  try {
    await preview.seconds(packs.empty);
    const measured = await inTurn("previews", packs, runs, preview.seconds);
    return row(`pulumi preview, ${count(ordinary)} resources, s`, measured, 1.05);
  } finally {
    preview.close();
  }
}

function count(size: number): string {
  return size.toLocaleString("en");
}

async function compare(packs: Packs): Promise<void> {
  const runs = Math.max(1, Number(options.runs) || 1);
  const usual = await samples(ordinary, packs, runs);
  const rows = [
    rowOf("start-up, spawn to port, ms", usual, "startMs", 1.1),
    rowOf("Analyze, no gateway, ms per resource", usual, "analyzeMs", 1.35),
    rowOf("Analyze, gateway Deployment, ms", usual, "gatewayMs"),
    rowOf(`AnalyzeStack, ${count(ordinary)} resources, no gateway, ms`, usual, "analyzeStackMs", 1.25),
    rowOf(`memory, ${count(ordinary)} resources, peak MB`, usual, "memoryMb", 1.2),
  ];
  for (const size of options.quick ? [] : large) {
    const scaled = await samples(size, packs, Math.min(runs, 3));
    const stack = `${count(size)} resources`;
    rows.push(rowOf(`Analyze, ${stack}, ms per resource`, scaled, "analyzeMs", 1.35));
    rows.push(rowOf(`AnalyzeStack, ${stack}, no gateway, ms`, scaled, "analyzeStackMs", 1.25));
    rows.push(rowOf(`memory, ${stack}, peak MB`, scaled, "memoryMb", 1.2));
  }
  if (!options.quick) rows.push(await previews(packs, Math.min(runs, 8)));
  console.log(
    options.json ? JSON.stringify({ node: process.version, runs, rows }, undefined, 2) : table(rows),
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const peer = awsGuard(folder);
    const empty = join(__dirname, "../testkit/empty-pack");
    await compare({ pack: options.pack, empty, ...(peer && { peer }) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
