/**
 * `npm run fuzz -- [--runs 100000] [--seed 1] [--processes n] [--replay file]`: any number of arbitrary and mutated real resources,
 * under arbitrary configurations, through the real process of the pack. Exits with 1 when a call fails, a policy has a defect of
 * its own, a secret is printed, or a call takes longer than 250 ms by itself.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPack } from "../../testkit/pack";
import { read } from "./failures";
import { judge, suspiciousMs } from "./judge";
import { type Report, type Task, today } from "./task";

const limitMs = 250;

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: `${Date.now() % 2 ** 31}` },
    processes: { type: "string", default: `${availableParallelism()}` },
    replay: { type: "string" },
  },
});

/** The totals so far. */
const total: Report = { runs: 0, calls: 0, slowestMs: 0, pauseMs: 0, failures: [] };

function add(report: Report): void {
  total.runs += report.runs;
  total.calls += report.calls;
  total.pauseMs = Math.max(total.pauseMs, report.pauseMs);
  total.failures.push(...report.failures);
  if (report.slowestMs > total.slowestMs) {
    total.slowestMs = report.slowestMs;
    total.slowest = report.slowest ?? "";
  }
}

async function work(task: Task): Promise<void> {
  const worker = fork(join(__dirname, "worker.ts"));
  worker.on("message", add);
  worker.send(task);
  const [code] = await once(worker, "exit");
  if (code !== 0)
    total.failures.push({ problem: `process ${task.first} ended with exit code ${code}`, replay: "" });
}

/** A numeric option. A typing error must not lead to a run without cases that passes. */
function number(name: "runs" | "seed" | "processes", least: number): number {
  const value = Number(options[name]);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} is ${options[name]}, not a whole number from ${least} on`);
  return value;
}

async function fuzz(): Promise<number> {
  const [runs, seed, processes] = [number("runs", 1), number("seed", 0), number("processes", 1)];
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const progress = setInterval(
    () =>
      console.error(
        `${total.runs.toLocaleString("en")} runs, ${seconds().toFixed(0)} s, ${total.failures.length} failures`,
      ),
    10_000,
  );
  const share = Math.ceil(runs / processes);
  const tasks = Array.from({ length: processes }, (_, first) => ({
    seed,
    runs: share,
    first,
    step: processes,
    limitMs,
  }));
  await Promise.all(tasks.map(work));
  clearInterval(progress);

  const { calls, slowest, slowestMs, pauseMs, failures } = total;
  if (total.runs < runs && failures.length === 0)
    failures.push({ problem: `only ${total.runs} of ${runs} resources were judged`, replay: "" });
  console.log(`seed ${seed}: ${total.runs.toLocaleString("en")} runs, ${calls.toLocaleString("en")} calls`);
  console.log(
    `${seconds().toFixed(0)} s in ${processes} processes, ${(total.runs / seconds()).toFixed(0)} runs per second`,
  );
  console.log(
    slowestMs
      ? `slowest call: ${slowestMs.toFixed(0)} ms by itself (${slowest})`
      : `slowest call: none seemed to take ${suspiciousMs} ms`,
  );
  if (pauseMs) console.log(`longest pause, which no call takes by itself: ${pauseMs.toFixed(0)} ms`);
  return conclude(failures);
}

async function replay(file: string): Promise<number> {
  const failure = read(file);
  const pack = await startPack({ today });
  await pack.configure(failure.config, { unchecked: true });
  const { failures } = await judge(pack, failure, limitMs);
  await pack.stop();
  return conclude(failures.map(({ problem }) => ({ problem, replay: "" })));
}

function conclude(failures: Report["failures"]): number {
  for (const { problem, replay } of failures) console.log(`FAILED ${problem}\n       ${replay}`);
  console.log(`${failures.length} failures`);
  return failures.length > 0 ? 1 : 0;
}

(options.replay ? replay(options.replay) : fuzz()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
