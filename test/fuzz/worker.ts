/** A process that calls one pack: `run.ts` starts several workers, and each runs every n-th case. */
import { startPack } from "../../testkit/pack";
import { cases } from "./batch";
import { keep, reduce } from "./failures";
import { judge, stuck } from "./judge";
import { type Report, type Task, today } from "./task";

/** A worker stops after this number of failures. */
const enough = 5;

process.once("message", async (task: Task) => {
  const pack = await startPack({ today });
  const next = cases(pack.info.policies, task.seed);
  let failed = 0;
  for (let runs = 0, index = task.first; runs < task.runs && failed < enough; index += task.step) {
    const given = next(index);
    await pack.configure(given.config, { unchecked: true });
    const verdict = await judge(pack, given, task.limitMs);
    const failures: Report["failures"] = [];
    for (const failure of verdict.failures.slice(0, enough - failed)) {
      const dead = failure.problem.startsWith(stuck);
      const least = dead ? failure : await reduce(pack, failure, task.limitMs);
      if (dead) failed = enough;
      failures.push({ problem: failure.problem, replay: keep(least) });
    }
    failed += failures.length;
    runs += given.resources.length;
    report({ ...verdict, runs: given.resources.length, failures });
  }
  await pack.stop();
  if (pack.stdout + pack.stderr !== "") {
    const problem = `the pack wrote to the console: ${pack.stdout}${pack.stderr}`;
    report({ runs: 0, calls: 0, slowestMs: 0, pauseMs: 0, failures: [{ problem, replay: "" }] });
  }
  process.disconnect();
});

function report(done: Report): void {
  process.send?.(done);
}
