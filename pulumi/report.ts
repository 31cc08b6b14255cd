import type { ReportViolation } from "@pulumi/policy";
import type { Exemption } from "./exemptions";
import { fill } from "./message";
import type { OptionProblem } from "./options";
import { isUnknownSignal, report, type Violation } from "./sdk";
import { pathText, type Value } from "./value";

/** What the pack reports in every policy. */
export const frame = {
  preview: "`{path}`{of} is unknown before the update; it is checked during the update.",
  encrypted: "`{path}`{of} is encrypted in this state, so it can't be checked.",
  ignored: "`{path}`{of} is under `ignoreChanges`, so this program doesn't set it; it isn't checked.",
  unread: "`{path}`{of} can't be read, so the settings in it aren't checked.",
  option:
    "Configuration of {policy}: option `{option}` is {value}, but must be {expected}. The option is ignored until it is fixed.",
  bug: "{policy} failed because of a defect of its own ({error}). Please report it; nothing else is affected.",
} as const;

/** Turns what one policy found into what the SDK reports. */
export class Report {
  constructor(
    private readonly policy: string,
    private readonly reportViolation: ReportViolation,
  ) {}

  /** A defect, at the policy's level; advisory, and no less visible, while an exemption lasts. */
  defect(message: string, urn: string, { live, remark }: Exemption): void {
    if (live) this.say({ message: `${live}: ${message}`, urn, enforcementLevel: "advisory" });
    else this.say({ message: remark ? `${message} ${remark}` : message, urn });
  }

  notice(message: string, urn: string): void {
    this.say({ message, urn, enforcementLevel: "advisory" });
  }

  unknown(value: Value, urn: string): void {
    const reason = value.unknown;
    if (!reason) return;
    const { path, origin } = value;
    const of = origin.urn === urn ? "" : ` of ${origin.label}`;
    this.notice(fill(frame[reason], { path: pathText(path), of }), urn);
  }

  optionProblem({ option, value, expected }: OptionProblem, urn?: string): void {
    this.say({ message: fill(frame.option, { policy: this.policy, option, value, expected }), urn });
  }

  /** Runs a part of a policy. An error in it must not fail everybody's preview: it becomes one finding. */
  guard<T>(run: () => T, urn?: string): T | undefined {
    try {
      return run();
    } catch (error) {
      // The SDK's own signal for an unknown value, which the SDK turns into an advisory line.
      if (isUnknownSignal(error)) throw error;
      this.say({ message: fill(frame.bug, { policy: this.policy, error: describe(error) }), urn });
      return undefined;
    }
  }

  private say(violation: Violation): void {
    report(this.reportViolation, violation);
  }
}

/** The kind of an error and where it came from. Its text is left out: it may quote the user's values. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "no error object";
  const [, place] = /dist[\\/]([^\s():]+:\d+)/.exec(error.stack?.replace(error.message, "") ?? "") ?? [];
  return place ? `${error.name} in ${place}` : error.name;
}
