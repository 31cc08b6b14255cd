import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { Place } from "../inputs/input";
import type { CheckedPolicy, Finding, Report } from "../report";
import { chartFiles } from "./chart-file";
import { type Format, printable } from "./format";

/** SARIF 2.1.0, which GitHub's code scanning, Azure DevOps and editors show. */
export const sarif: Format = {
  write(report) {
    return `${JSON.stringify(toLog(report), null, 2)}\n`;
  },
};

function toLog({ pack, policies, gateways, findings }: Report): Log {
  const indexes = new Map(policies.map(({ name }, index) => [name, index]));
  const driver = {
    name: pack.name,
    semanticVersion: pack.version,
    rules: policies.map(toRule),
  };
  const chartFile = chartFiles(process.cwd());
  const results = findings.map((finding) => {
    const place = inRepository(finding.place ?? gateways[0]?.place, chartFile);
    return toResult({ ...finding, place }, indexes.get(finding.policy));
  });
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
}

function toRule(policy: CheckedPolicy): ReportingDescriptor {
  const { name, displayName, description, remediationSteps, url, level, severity, framework, tags } = policy;
  const help = [description, remediationSteps];
  const page = isAddress(url) ? [`[${name}](${url})`] : [];
  return {
    id: name,
    shortDescription: { text: displayName },
    fullDescription: { text: description },
    help: { text: help.join("\n\n"), markdown: [...help, ...page].join("\n\n") },
    ...(page.length > 0 ? { helpUri: url } : {}),
    defaultConfiguration: { level: levels[level] },
    // GitHub filters by `problem.severity`; the policy's own severity is a tag.
    properties: {
      tags: [...tags, ...(severity ? [severity] : []), ...(framework ? [framework.reference] : [])],
      "problem.severity": levels[level],
    },
  };
}

const levels = { mandatory: "error", advisory: "warning" } as const;

function isAddress(url: string): boolean {
  return url.startsWith("https://") && URL.canParse(url);
}

function toResult(finding: Finding, ruleIndex: number | undefined): Result {
  const { policy, level, severity, message, fingerprint, exempted } = finding;
  return {
    ruleId: policy,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[level],
    message: { text: unlinked(printable(message)) },
    locations: [toLocation(finding)],
    // GitHub reads only the first name, and computes it from the text of the line if it is missing.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "finding/v1": fingerprint },
    ...(exempted ? { suppressions: [{ kind: "external", status: "accepted" }] } : {}),
    properties: { severity },
  };
}

/**
 * Code scanning shows files of the repository. An object that a chart rendered is shown at the chart's template, which
 * has other line numbers.
 */
function inRepository(place: Place | undefined, chartFile: ReturnType<typeof chartFiles>): Place | undefined {
  const file = place?.template === undefined ? undefined : chartFile(place.template);
  return file === undefined ? place : { file, line: 1, column: 1 };
}

/** GitHub rejects a result without a file, so a result for the whole run is shown at the first gateway. */
function toLocation({ resource, urn, place }: Finding): Location {
  const logical = { fullyQualifiedName: urn, ...(resource ? { name: printable(resource) } : {}) };
  return {
    ...(place ? { physicalLocation: physical(place) } : {}),
    logicalLocations: [{ ...logical, kind: "resource" }],
  };
}

function physical({ file, line, column }: Place): Location["physicalLocation"] {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } };
}

/** A file below the working directory is named relative to it: code scanning compares it with the repository's files. */
function uriOf(file: string): string {
  const near = relative(process.cwd(), file);
  const outside = isAbsolute(near) || near.startsWith("..");
  return outside && isAbsolute(file) ? pathToFileURL(file).href : encode(near);
}

function encode(path: string): string {
  return path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

/** In a message of SARIF, `[text](target)` is a link. */
function unlinked(message: string): string {
  return message.replaceAll("](", "] (");
}
