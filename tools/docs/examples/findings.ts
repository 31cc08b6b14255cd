import { type Pack, type Resource, startPack, urnOf } from "../../../testkit/pack";
import type { Example } from "./examples";
import { resourcesOfManifests, resourcesOfProgram } from "./run-example";
import { wrap } from "./wrap";

/**
 * The date on which examples run by default. It is fixed because examples contain tokens with an expiry date, and
 * because the pack's list of releases has a date.
 */
const ordinaryDay = "2026-11-24";
const width = 110;

/** The result of a policy for an example. */
export interface Outcome {
  /** Its findings as the CLI prints them. Empty if there are none. */
  readonly findings: string;
  /** True if the policy applies to at least one resource of the example. */
  readonly judged: boolean;
}

/** Runs examples with the compiled pack, in one process per date. */
export class Runner {
  private readonly packs = new Map<string, Promise<Pack>>();

  async run({ language, code, config, today = ordinaryDay }: Example, policy: string): Promise<Outcome> {
    const resources = language === "ts" ? await resourcesOfProgram(code, today) : resourcesOfManifests(code);
    const pack = await this.packOf(today);
    await pack.configure(config);
    const { diagnostics, notApplicable } = await pack.preview(resources);
    const own = diagnostics.filter((finding) => finding.policy === policy);
    const isStackPolicy = pack.info.policies.some(({ name, kind }) => name === policy && kind === "stack");
    const asked = isStackPolicy ? 1 : resources.length;
    return {
      findings: own
        .map(({ level, severity, message, urn }) => {
          const head = `[${level}] [severity: ${severity}]  ${policy}  (${placeOf(resources, urn)})`;
          return [head, ...wrap(message, width - 2).map((line) => `  ${line}`)].join("\n");
        })
        .join("\n"),
      judged: notApplicable.filter((entry) => entry.policy === policy).length < asked,
    };
  }

  async stop(): Promise<void> {
    for (const pack of this.packs.values()) await (await pack).stop();
  }

  private packOf(today: string): Promise<Pack> {
    const pack = this.packs.get(today) ?? startPack({ today });
    this.packs.set(today, pack);
    return pack;
  }
}

function placeOf(resources: readonly Resource[], urn: string): string {
  const found = resources.find((resource) => urnOf(resource) === urn);
  const [, , type, ...name] = urn.split("::");
  return `${found?.type ?? type?.split("$").at(-1)}: ${name.join("::")}`;
}
