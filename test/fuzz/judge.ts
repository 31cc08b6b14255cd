import { setTimeout as sleep } from "node:timers/promises";
import { type Config, type Pack, type Remediation, type Resource, urnOf } from "../../testkit/pack";
import { harmIn } from "./harmless";

/** The number of concurrent requests, so that the pack never waits for the next one. */
const window = 16;
/** If there is no response for this long, each pending call is measured again separately. */
export const suspiciousMs = 60;
const patienceMs = 60_000;

/** The prefix of the problem if the pack doesn't respond. */
export const stuck = "the pack does not answer";

/** A case: a whole preview with a configuration. */
export interface Case {
  config: Config;
  resources: Resource[];
}

/** A problem, and the smallest case that reproduces it. */
export interface Failure extends Case {
  problem: string;
}

/** The result of a case. */
export interface Verdict {
  failures: Failure[];
  calls: number;
  /** The slowest call, measured separately, of those that seemed slow; 0 if none did. */
  slowestMs: number;
  /** Its resource, if it has one. */
  slowest?: string;
  /** A delay with another cause than the call: garbage collection, a busy machine. */
  pauseMs: number;
}

type Ask = () => Promise<string[]>;

/** Runs a preview, including remediations, with many requests at a time. */
export async function judge(pack: Pack, { config, resources }: Case, limitMs: number): Promise<Verdict> {
  const verdict: Verdict = { failures: [], calls: 0, slowestMs: 0, pauseMs: 0 };
  interface Call {
    ask: Ask;
    subject: Resource[];
  }
  const waiting = new Set<Call>();
  const suspects = new Map<Call, number>();
  let answered = 0;
  const call = async (ask: Ask, subject: Resource[]) => {
    const self = { ask, subject };
    waiting.add(self);
    const sent = performance.now();
    const harm = await ask();
    verdict.calls++;
    for (const problem of harm) verdict.failures.push({ problem, config, resources: subject });
    // The pack handles one call at a time, which may be any of the pending ones.
    const ms = performance.now() - Math.max(sent, answered);
    answered = performance.now();
    if (ms > suspiciousMs)
      for (const each of waiting) suspects.set(each, Math.max(ms, suspects.get(each) ?? 0));
    waiting.delete(self);
  };
  const alone = async ({ ask, subject }: Call) => {
    // The analysis of a stack uses its resources' inputs and then removes them.
    if (subject === resources)
      await inParallel(resources, async (each) => void (await harmOf(pack.analyze(each))));
    const began = performance.now();
    await ask();
    return performance.now() - began;
  };

  const remediating = Object.values(config).some(
    (setting) => (typeof setting === "string" ? setting : setting.enforcementLevel) === "remediate",
  );
  await inParallel(resources, async (resource) => {
    if (remediating) await call(() => harmOf(pack.remediate(resource).then(asResult)), [resource]);
    await call(() => harmOf(pack.analyze(resource)), [resource]);
  });
  await call(() => harmOf(pack.analyzeStack(resources)), resources);

  for (const [suspect, seemed] of suspects) {
    const { subject } = suspect;
    let ms = await alone(suspect);
    for (let again = 0; ms > suspiciousMs && again < 2; again++) ms = Math.min(ms, await alone(suspect));
    if (ms > verdict.slowestMs) {
      verdict.slowestMs = ms;
      verdict.slowest = subject.length === 1 ? urnOf(subject[0] as Resource) : `a stack of ${subject.length}`;
    }
    if (ms <= suspiciousMs) verdict.pauseMs = Math.max(verdict.pauseMs, seemed);
    if (ms > limitMs) {
      const problem = `a call takes ${ms.toFixed(0)} ms, more than ${limitMs}`;
      verdict.failures.push({ problem, config, resources: subject });
    }
  }
  return verdict;
}

/** The problem with a response, or that there is none. */
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

/** A user sees a remediation's message, but not its values. */
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
