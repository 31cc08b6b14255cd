/** Assertions on results, for the tests of policies. */
import assert from "node:assert/strict";
import { advisory, assertMessage, type Expected } from "../messages";
import type { Finding, Resource, Result } from "../pack";

/** The findings of one policy, or of all. */
export function findingsOf({ diagnostics }: Result, policy?: string): Finding[] {
  return policy === undefined ? diagnostics : diagnostics.filter((finding) => finding.policy === policy);
}

/** The findings of one policy as `level: message`. */
export function linesOf(result: Result, policy: string): string[] {
  return findingsOf(result, policy).map(({ level, message }) => `${level}: ${message}`);
}

/** Asserts that a policy reports exactly one message, at this level. */
export function assertOne(result: Result, policy: string, level: Finding["level"], expected: Expected): void {
  const lines = linesOf(result, policy);
  assert.equal(lines.length, 1, `expected one finding of ${policy}, got ${JSON.stringify(lines)}`);
  assert.equal(findingsOf(result, policy)[0]?.level, level, lines[0]);
  assertMessage(lines[0], expected);
}

/** Asserts that a policy reports exactly these messages, in any order. */
export function assertReported(result: Result, policy: string, ...expected: readonly Expected[]): void {
  const left = linesOf(result, policy);
  const shown = `${policy} said ${JSON.stringify(left, null, 1)}`;
  assert.equal(left.length, expected.length, shown);
  for (const wording of expected) {
    const index = left.findIndex((line) => wording.test(line));
    assert.notEqual(index, -1, `not ${wording}: ${shown}`);
    left.splice(index, 1);
  }
}

/** Asserts that a policy applied and reported nothing. */
export function assertPassed(result: Result, policy: string): void {
  assert.deepEqual(linesOf(result, policy), []);
  assert.ok(
    !notApplicable(result, policy),
    `${policy} should have judged this, but called it not applicable`,
  );
}

/** Asserts that a gateway's token counts as rotated, whether or not something restarts the pods that read it. */
export function assertRotated(result: Result): void {
  const policy = "gateway-auth-method";
  const lines = linesOf(result, policy).filter((line) => !advisory("notRestarted").test(line));
  assert.deepEqual(lines, []);
  assert.ok(!notApplicable(result, policy), `${policy} did not judge this`);
}

/** Asserts that a policy reports that it doesn't apply. */
export function assertNotApplicable(result: Result, policy: string): void {
  assert.deepEqual(linesOf(result, policy), []);
  assert.ok(notApplicable(result, policy), `${policy} should have called this not applicable`);
}

function notApplicable(result: Result, policy: string): boolean {
  return result.notApplicable.some((entry) => entry.policy === policy);
}

/** Properties after serialization: without undefined values. */
export function plain(props: Resource["props"]): Resource["props"] {
  return JSON.parse(JSON.stringify(props));
}
