import type { Result } from "../../testkit/pack";
import { traces } from "./stack";

/** Finds what must never be in a pack's response. */
export function harmIn({ diagnostics }: Pick<Result, "diagnostics">): string[] {
  const harm: string[] = [];
  for (const { policy, message } of diagnostics) {
    if (message.includes("failed because of a defect")) harm.push(`${policy}: ${message}`);
    if (message.includes("can't run policy"))
      harm.push(`${policy} read an unknown value unsafely: ${message}`);
    if (message.length >= 2_000) harm.push(`${policy} says ${message.length} characters`);
    if (message.includes("\n")) harm.push(`${policy} says more than a line: ${message}`);
  }
  const said = JSON.stringify(diagnostics);
  if (traces.some((trace) => said.includes(trace))) harm.push(`a secret is printed: ${said.slice(0, 2_000)}`);
  return harm;
}
