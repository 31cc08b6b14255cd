/**
 * What this pack costs, against an empty pack of the same SDK on the same machine.
 *
 *   npm run bench -- [--runs 12] [--scale] [--preview] [--json] [--pack folder]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure, type Sample, workload } from "./measure";
import { awsGuard, openPreviews } from "./preview";
import { type Row, row, table } from "./table";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "12" },
    scale: { type: "boolean", default: false },
    preview: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    pack: { type: "string", default: join(__dirname, "..") },
  },
});
const emptyPack = join(__dirname, "../test/empty-pack");
const ordinary = 1_000;
const large = [5_000, 20_000];

type Pair = { pack: Sample; empty: Sample };

/** The two packs in turn, and every other time in the other order: what changes with time hits both alike. */
async function pairs(size: number, runs: number): Promise<Pair[]> {
  const work = workload(size);
  const result: Pair[] = [];
  const pack = () => measure(options.pack, work);
  const empty = () => measure(emptyPack, work);
  for (let run = 0; run < runs; run++) {
    progress(`${size.toLocaleString("en")} resources, ${run + 1} of ${runs}`);
    const even = run % 2 === 0;
    // The order of the keys is the order of the measurements.
    result.push(
      even ? { pack: await pack(), empty: await empty() } : { empty: await empty(), pack: await pack() },
    );
  }
  progress("");
  return result;
}

/** One line that is overwritten, and nothing where nobody watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}\r`);
}

function rowOf(name: string, of: Pair[], key: keyof Sample, limit?: number): Row {
  return row(
    name,
    of.map(({ pack, empty }) => ({ pack: pack[key], empty: empty[key] })),
    limit,
  );
}

/** The real CLI over a program, with each pack in turn. One preview more comes first, for the machine to warm up. */
async function previews(runs: number): Promise<Row[]> {
  const preview = await openPreviews(ordinary);
  try {
    const peer = awsGuard(preview.folder);
    const measured: { pack: number; empty: number; peer: number }[] = [];
    await preview.seconds(emptyPack);
    for (let run = 0; run < runs; run++) {
      progress(`previews, ${run + 1} of ${runs}`);
      const packs = { pack: options.pack, empty: emptyPack, ...(peer ? { peer } : {}) };
      const order = Object.entries(packs);
      const times = { pack: 0, empty: 0, peer: 0 };
      for (const [name, folder] of run % 2 === 0 ? order : order.reverse())
        times[name as keyof typeof times] = await preview.seconds(folder);
      measured.push(times);
    }
    progress("");
    const rows = [row("pulumi preview, 1,000 resources, s", measured, 1.05)];
    const ofPeer = measured.map(({ peer, empty }) => ({ pack: peer, empty }));
    return peer ? [...rows, row("the same with AWSGuard instead of this pack, s", ofPeer)] : rows;
  } finally {
    preview.close();
  }
}

async function main(): Promise<void> {
  const runs = Math.max(1, Number(options.runs) || 1);
  const usual = await pairs(ordinary, runs);
  const rows = [
    rowOf("start-up, spawn to port, ms", usual, "startMs", 1.1),
    rowOf("Analyze, no gateway, ms per resource", usual, "analyzeMs", 1.35),
    rowOf("Analyze, gateway Deployment, ms", usual, "gatewayMs"),
    rowOf("AnalyzeStack, 1,000 resources, no gateway, ms", usual, "analyzeStackMs", 1.25),
    rowOf("memory, 1,000 resources, peak MB", usual, "memoryMb", 1.2),
  ];
  for (const size of options.scale ? large : []) {
    const scaled = await pairs(size, Math.min(runs, 3));
    const stack = `${size.toLocaleString("en")} resources`;
    rows.push(rowOf(`Analyze, ${stack}, ms per resource`, scaled, "analyzeMs", 1.35));
    rows.push(rowOf(`AnalyzeStack, ${stack}, no gateway, ms`, scaled, "analyzeStackMs", 1.25));
    rows.push(rowOf(`memory, ${stack}, peak MB`, scaled, "memoryMb", 1.2));
  }
  if (options.preview) rows.push(...(await previews(Math.min(runs, 8))));
  console.log(
    options.json ? JSON.stringify({ node: process.version, runs, rows }, undefined, 2) : table(rows),
  );
}

void main();
