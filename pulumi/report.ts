import type { ReportViolation } from "@pulumi/policy";
import type { Exemption } from "./exemptions";
import { fill } from "./message";
import type { Expectation, OptionProblem } from "./options";
import { isUnknownSignal, report, type Violation } from "./sdk";
import { pathText, type Value } from "./value";

/** The messages of every policy. */
export const frame = {
  preview: "`{path}` is unknown before the update; it is checked during the update.",
  previewOf: "`{of}: {path}` is unknown before the update; it is checked during the update.",
  encrypted: "`{path}` is encrypted in this state, so it can't be checked.",
  encryptedOf: "`{of}: {path}` is encrypted in this state, so it can't be checked.",
  ignored: "`{path}` is listed in `ignoreChanges`, so this program doesn't set it; it isn't checked.",
  ignoredOf: "`{of}: {path}` is listed in `ignoreChanges`, so this program doesn't set it; it isn't checked.",
  unread: "`{path}` can't be read, so the settings in it aren't checked.",
  unreadOf: "`{of}: {path}` can't be read, so the settings in it aren't checked.",
  option:
    "Configuration of {policy}: option `{option}` is {value}. {expected} The option is ignored until it is fixed.",
  bug: "{policy} failed because of a defect in it ({error}). Please report it; other policies aren't affected.",
  exempted: "Exempted until {expires} ({why}):",
  ended: "The exemption ({why}) ended on {expires}.",
  notAllowed: "The exemption at `{path}` is ignored, because `allowResourceExemptions` is `false`.",
  invalid: "The exemption at `{path}` is invalid. Use `<reason>; expires=YYYY-MM-DD`.",
  tooFar: "The exemption at `{path}` is ignored, because it ends more than {days} days ahead.",
} as const;

/** Why a policy doesn't apply, for the SDK's list of policies that are not applicable. */
export const notApplicableReasons = {
  resource: "The resource isn't a {subject}.",
  stack: "The stack contains no {subject}.",
} as const;

/** What an option must be. */
const expectations: Readonly<Record<Expectation["kind"], string>> = {
  day: "It must be a date in the form YYYY-MM-DD.",
  dayWithin: "It must be a date at most {days} days ahead.",
  glob: "It must be a glob, such as `*gateway*`.",
  pattern: "It must be a regular expression.",
  version: "It must be a version, such as `2.13.2`.",
  "label-prefix":
    "It must be the prefix of a Kubernetes label, such as `apim-gateway` or `gateway.example.com`.",
  string: "It must be a string.",
  text: "It must not be empty.",
  enum: "It must be one of {names}.",
  number: "It must be a number of at least {minimum}.",
  integer: "It must be an integer.",
  integerUpTo: "It must be an integer of at most {maximum}.",
  boolean: "It must be `true` or `false`.",
  array: "It must be an array.",
  object: "It must be an object.",
  required: "It is required.",
  known: "The options are {names}.",
};

/** Converts the findings of one policy to the SDK's reports. */
export class Report {
  constructor(
    private readonly policy: string,
    private readonly reportViolation: ReportViolation,
  ) {}

  /** A defect, at the policy's level; advisory while an exemption is valid. */
  defect(message: string, urn: string, exemption: Exemption | undefined): void {
    const text = exemption && fill<string>(frame[exemption.kind], exemption);
    if (exemption?.kind === "exempted")
      this.send({ message: `${text} ${message}`, urn, enforcementLevel: "advisory" });
    else this.send({ message: text ? `${message} ${text}` : message, urn });
  }

  note(message: string, urn: string): void {
    this.send({ message, urn, enforcementLevel: "advisory" });
  }

  unknown(value: Value, urn: string): void {
    const reason = value.unknown;
    if (!reason) return;
    const { origin } = value;
    const path = pathText(value.path);
    const isOwn = origin.urn === urn;
    const message = isOwn
      ? fill(frame[reason], { path })
      : fill(frame[`${reason}Of`], { path, of: origin.label });
    this.note(message, urn);
  }

  optionProblem({ option, value, expected }: OptionProblem, urn?: string): void {
    const { policy } = this;
    const sentence = fill(expectations[expected.kind], expected);
    this.send({ message: fill(frame.option, { policy, option, value, expected: sentence }), urn });
  }

  /** Runs a part of a policy. An error must not fail the preview: it becomes one finding. */
  guard<T>(run: () => T, urn?: string): T | undefined {
    try {
      return run();
    } catch (error) {
      // The SDK's own signal for an unknown value, which the SDK turns into an advisory line.
      if (isUnknownSignal(error)) throw error;
      this.send({ message: fill(frame.bug, { policy: this.policy, error: describe(error) }), urn });
      return undefined;
    }
  }

  private send(violation: Violation): void {
    report(this.reportViolation, violation);
  }
}

/** The class of an error and its location. Its message is left out: it may contain the user's values. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "no error object";
  const [, place] = /dist[\\/]([^\s():]+:\d+)/.exec(error.stack?.replace(error.message, "") ?? "") ?? [];
  return place ? `${error.name} in ${place}` : error.name;
}
