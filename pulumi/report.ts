import type { ReportViolation } from "@pulumi/policy";
import type { Exemption } from "./exemptions";
import { fill } from "./message";
import type { OptionProblem } from "./options";
import { isUnknownSignal, report, type Violation } from "./sdk";
import { pathText, type Value } from "./value";

/** What the pack reports in every policy. */
export const frame = {
  preview: "`{path}`{of} is not known before the update; it is judged during the update.",
  encrypted: "`{path}`{of} is encrypted in this state, so it cannot be judged here.",
  ignored: "`{path}`{of} is under ignoreChanges, so this program does not decide it; it is not judged.",
  unread: "`{path}`{of} cannot be read here, so what it may set is not judged.",
  option:
    "Configuration of {policy}: option `{option}` is {value}, but must be {expected}. Until it is mended, it does not count.",
  bug: "{policy} could not judge this because of a defect of its own ({error}). Please report it; nothing else is affected.",
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
