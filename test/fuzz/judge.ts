import { setTimeout as sleep } from "node:timers/promises";
import { type Config, type Pack, type Remediation, type Resource, urnOf } from "../harness";
import { harmIn } from "./harmless";

/** How many requests wait at the pack at a time, so that it never waits for the next one. */
const window = 16;
/** A call that seems to take longer than this is measured again by itself. */
const suspiciousMs = 25;
const patienceMs = 60_000;

/** How the problem begins when the pack does not answer any more. */
export const stuck = "the pack does not answer";

/** What the pack is asked: a whole preview under a configuration. */
export interface Case {
  config: Config;
  resources: Resource[];
}

/** What went wrong, and the least that it went wrong with. */
export interface Failure extends Case {
  problem: string;
}

/** What became of a case. */
export interface Verdict {
  failures: Failure[];
  calls: number;
  /** The slowest call, measured by itself, of those that seemed slow; 0 where none did. */
  slowestMs: number;
  /** Its resource, where it had one. */
  slowest?: string;
  /** The longest time that a call seemed to take but does not take by itself: the collection of garbage, a busy machine. */
  pauseMs: number;
}

type Ask = () => Promise<string[]>;

/** Plays a preview, remediations too, with many requests at a time. */
export async function judge(pack: Pack, { config, resources }: Case, limitMs: number): Promise<Verdict> {
  const verdict: Verdict = { failures: [], calls: 0, slowestMs: 0, pauseMs: 0 };
  // The pack answers one after the other: a call begins when it was sent or when the one before ended, whichever is later.
  let free = 0;
  const timed = async (ask: Ask): Promise<{ harm: string[]; ms: number }> => {
    verdict.calls++;
    const sent = performance.now();
    const harm = await ask();
    const done = performance.now();
    const ms = done - Math.max(sent, free);
    free = done;
    return { harm, ms };
  };
  const suspects: { ask: Ask; resources: Resource[]; ms: number }[] = [];
  const call = async (ask: Ask, subject: Resource[]) => {
    const { harm, ms } = await timed(ask);
    for (const problem of harm) verdict.failures.push({ problem, config, resources: subject });
    if (ms > suspiciousMs) suspects.push({ ask, resources: subject, ms });
  };

  const remediating = Object.values(config).some(
    (setting) => (typeof setting === "string" ? setting : setting.enforcementLevel) === "remediate",
  );
  await inParallel(resources, async (resource) => {
    if (remediating) await call(() => harmOf(pack.remediate(resource).then(asResult)), [resource]);
    await call(() => harmOf(pack.analyze(resource)), [resource]);
  });
  await call(() => harmOf(pack.analyzeStack(resources)), resources);

  for (const { ask, resources: subject, ms } of suspects) {
    const alone = Math.min((await timed(ask)).ms, (await timed(ask)).ms, (await timed(ask)).ms);
    if (alone > verdict.slowestMs) {
      verdict.slowestMs = alone;
      verdict.slowest = subject.length === 1 ? urnOf(subject[0] as Resource) : `a stack of ${subject.length}`;
    }
    if (ms > alone) verdict.pauseMs = Math.max(verdict.pauseMs, ms);
    if (alone > limitMs) {
      const problem = `a call takes ${alone.toFixed(0)} ms, more than ${limitMs}`;
      verdict.failures.push({ problem, config, resources: subject });
    }
  }
  return verdict;
}

/** What is wrong with an answer; that there is none at all, to begin with. */
async function harmOf(answer: Promise<Parameters<typeof harmIn>[0]>): Promise<string[]> {
  const late = new AbortController();
  const never = sleep(patienceMs, undefined, { signal: late.signal }).then(() => undefined);
  try {
    const result = await Promise.race([answer, never]);
    return result ? harmIn(result) : [`${stuck} for ${patienceMs / 1000} s`];
  } catch (error) {
    return [`the call failed, which ends a preview: ${(error as Error).message}`];
  } finally {
    late.abort();
    never.catch(() => {});
  }
}

/** What a remediation says is shown to the user, what it writes is not. */
function asResult(remediations: Remediation[]): Parameters<typeof harmIn>[0] {
  return {
    diagnostics: remediations.map(({ policy, diagnostic }) => ({
      ...{
        policy,
        message: diagnostic,
        level: "advisory" as const,
        urn: "",
        severity: undefined,
        description: "",
      },
    })),
  };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const line = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: window }, line));
}
