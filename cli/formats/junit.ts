import { type CheckedGateway, type Finding, isFailure, type Report } from "../report";
import { escapeMarkup, type Format, placeText, printable, titleOf } from "./format";

/** JUnit's XML, which Azure DevOps, GitLab and Jenkins show: a suite for each resource, a test case for each policy. */
export const junit: Format = {
  write(report, { failOn }) {
    // `never` affects only the exit code: a report without failures would hide the findings.
    const fails = (finding: Finding) => isFailure(finding, failOn === "never" ? "mandatory" : failOn);
    const suites = suitesOf(report);
    const cases = suites.flatMap(({ cases }) => cases);
    const attributes = { name: report.pack.name, ...counts(cases, fails) };
    const body = suites.map((suite) => writeSuite(suite, fails)).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${write(attributes)}>\n${body}</testsuites>\n`;
  },
};

interface Case {
  policy: string;
  findings: Finding[];
}

interface Suite {
  title: string;
  file: string | undefined;
  cases: Case[];
}

type Fails = (finding: Finding) => boolean;

/** A gateway has a case for each policy that checked it; another resource, for each policy that found something. */
function suitesOf({ gateways, findings }: Report): Suite[] {
  const byUrn = new Map<string, Map<string, Finding[]>>();
  for (const finding of findings) {
    const cases = byUrn.get(finding.urn) ?? new Map<string, Finding[]>();
    byUrn.set(finding.urn, cases);
    cases.set(finding.policy, [...(cases.get(finding.policy) ?? []), finding]);
  }
  const ofGateways = gateways.map((gateway) => {
    const found = byUrn.get(gateway.urn) ?? new Map<string, Finding[]>();
    byUrn.delete(gateway.urn);
    return gatewaySuite(gateway, found);
  });
  const ofOthers = [...byUrn.values()].map((found) => {
    const all = [...found.values()].flat();
    return { title: titleOf(all), file: all[0]?.place?.file, cases: casesOf(found.keys(), found) };
  });
  return [...ofGateways, ...ofOthers];
}

function gatewaySuite({ resource, place, policies }: CheckedGateway, found: Map<string, Finding[]>): Suite {
  const names = new Set([...policies, ...found.keys()]);
  return { title: printable(resource), file: place?.file, cases: casesOf(names, found) };
}

function casesOf(policies: Iterable<string>, found: Map<string, Finding[]>): Case[] {
  return [...policies].map((policy) => ({ policy, findings: found.get(policy) ?? [] }));
}

function counts(cases: readonly Case[], fails: Fails) {
  const failures = cases.filter(({ findings }) => findings.some(fails)).length;
  const skipped = cases.filter((each) => isExempted(each, fails)).length;
  return { tests: cases.length, failures, errors: 0, skipped };
}

function isExempted({ findings }: Case, fails: Fails): boolean {
  return !findings.some(fails) && findings.some(({ exempted }) => exempted);
}

function writeSuite({ title, file, cases }: Suite, fails: Fails): string {
  const attributes = { name: title, ...(file ? { file: printable(file) } : {}), ...counts(cases, fails) };
  const body = cases.map((each) => writeCase(each, title, fails)).join("");
  return `  <testsuite${write(attributes)}>\n${body}  </testsuite>\n`;
}

function writeCase(each: Case, title: string, fails: Fails): string {
  const { policy, findings } = each;
  // Azure DevOps shows only the name, so it includes the gateway.
  const start = `    <testcase${write({ name: `${policy}: ${title}`, classname: policy, time: 0 })}`;
  if (findings.length === 0) return `${start}/>\n`;
  const failures = findings.filter(fails);
  const outcome = failures.length > 0 ? writeFailure(failures) : writeSkipped(each, fails);
  const others = findings.filter((finding) => !fails(finding));
  const output = others.length > 0 ? `      <system-out>${lines(others)}</system-out>\n` : "";
  return `${start}>\n${outcome}${output}    </testcase>\n`;
}

/** Readers of the format show one failure for a case, so all findings are in it. */
function writeFailure(failures: readonly Finding[]): string {
  const [first] = failures;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  const attributes = { message: `${printable(first?.message ?? "")}${more}`, type: first?.severity ?? "" };
  return `      <failure${write(attributes)}>${lines(failures)}</failure>\n`;
}

function writeSkipped(each: Case, fails: Fails): string {
  if (!isExempted(each, fails)) return "";
  const exempted = each.findings.find(({ exempted }) => exempted);
  return `      <skipped${write({ message: printable(exempted?.message ?? "") })}/>\n`;
}

function lines(findings: readonly Finding[]): string {
  const texts = findings.map(({ level, place, message }) =>
    [placeText(place), `${level}:`, printable(message)].filter((part) => part !== "").join(" "),
  );
  return escapeMarkup(texts.join("\n"));
}

function write(attributes: Record<string, string | number>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join("");
}
