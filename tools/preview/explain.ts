import { existsSync, readFileSync } from "node:fs";

/** The events in the CLI's log that explain the exit code of a run. */
interface EngineEvent {
  policyEvent?: { policyPackName: string; enforcementLevel: string };
  diagnosticEvent?: { severity: string; message: string };
}

/** The CLI's error message if policy violations are the only problem. */
const verdict = "preview failed";

/**
 * Describes the result of a preview in one sentence, from the events that the CLI logged and its exit code. `intended`
 * is true if the preview should be blocked, and undefined if there is no expectation.
 */
export function explain(eventLog: string, code: number, intended?: boolean): string {
  const events = readEvents(eventLog);
  const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  const mandatory = findings.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
  const advisory = count(findings.length - mandatory.length, "advisory", "advisories");
  const exit = `exit code ${code}`;
  if (code === 0) {
    const surprise = intended ? " This example should be blocked." : "";
    return `No mandatory violations, ${advisory}: ${exit}.${surprise}`;
  }
  const errors = events.filter(
    ({ diagnosticEvent: event }) => event?.severity === "error" && plain(event.message) !== verdict,
  );
  if (mandatory.length === 0) return `Pulumi failed: ${exit}. Its error message is above.`;

  const packs = [...new Set(mandatory.map(({ policyPackName }) => policyPackName))].join(" and ");
  const blocked = `Preview blocked by ${count(mandatory.length, "mandatory violation", "mandatory violations")} of ${packs}`;
  if (errors.length > 0) return `${blocked}, and Pulumi failed: ${exit}.`;
  if (intended === undefined) return `${blocked}: ${exit}.`;
  return intended
    ? `${blocked}, as intended for this example: ${exit}.`
    : `${blocked}: ${exit}. This example should have none.`;
}

function readEvents(file: string): EngineEvent[] {
  // If the CLI rejects its options, it writes no log.
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter(Boolean).map((line) => JSON.parse(line) as EngineEvent);
}

/** Removes the names of colors, which the CLI logs in a terminal: `<{%reset%}>preview failed<{%reset%}>`. */
function plain(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}

function count(number: number, one: string, several: string): string {
  if (number === 0) return `no ${several}`;
  return `${number} ${number === 1 ? one : several}`;
}
