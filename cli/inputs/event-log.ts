import { isRecord } from "../../pulumi/plain";
import type { Finding } from "../analyzer/info";
import { urnOf } from "../analyzer/resources";
import { Problem } from "../problem";
import type { Input, Item, Props, Recorded } from "./input";
import { parseObject } from "./json-file";
import { wellFormed } from "./properties";
import { readStates, type State } from "./state";

/** The output of `--event-log`: one engine event per line. */
export const readEventLog: Input = (source) => {
  const { file, text } = source;
  const start = text.length - text.trimStart().length;
  const end = text.indexOf("\n", start);
  if (!isEvent(parseObject(text.slice(start, end < 0 ? undefined : end)))) return undefined;
  const states = new Map<unknown, State>();
  const policies: Props[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = parseObject(line);
    if (!isEvent(event))
      throw new Problem(
        `${file}:${index + 1}: this line isn't an event. Write the log again; it may be cut off.`,
      );
    const place = { file, line: index + 1, column: 1 };
    for (const state of newState(event)) states.set(state.urn, { state, place });
    policies.push(event);
  }
  return withRecorded(readStates(source, [...states.values()]), policies);
};

/**
 * Adds the policies' findings. Findings without a resource, or on a resource that isn't in the log, are added to the
 * first.
 */
function withRecorded(items: Item[], events: readonly Props[]): Item[] {
  const recorded = new Map(items.map(({ resource }) => [urnOf(resource), empty()]));
  const all = [...recorded.values()];
  const [first = empty()] = all;
  for (const { policyEvent, policyAnalyzeSummaryEvent, policyAnalyzeStackSummaryEvent } of events) {
    if (isRecord(policyEvent)) {
      const finding = toFinding(policyEvent);
      (recorded.get(finding.urn) ?? first).findings.push(finding);
    }
    if (isRecord(policyAnalyzeSummaryEvent)) {
      const { resourceUrn } = policyAnalyzeSummaryEvent;
      addApplied([recorded.get(String(resourceUrn)) ?? first], policyAnalyzeSummaryEvent);
    }
    if (isRecord(policyAnalyzeStackSummaryEvent)) addApplied(all, policyAnalyzeStackSummaryEvent);
  }
  return items.map((item) => ({ ...item, recorded: recorded.get(urnOf(item.resource)) ?? empty() }));
}

function empty(): Recorded {
  return { findings: [], applied: new Map() };
}

function toFinding(event: Props): Recorded["findings"][number] {
  const { policyPackName, policyName, resourceUrn, message, enforcementLevel, severity } = event;
  return {
    pack: textOf(policyPackName),
    policy: textOf(policyName),
    urn: textOf(resourceUrn),
    message: plain(textOf(message)),
    level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    severity: severities.find((each) => each === severity),
    description: "",
  };
}

const severities: Finding["severity"][] = ["low", "medium", "high", "critical"];

/** Without the engine's color markup. */
function plain(message: string): string {
  return wellFormed(message.replace(/<\{%.*?%\}>/g, "")).trim();
}

function addApplied(to: readonly Recorded[], { policyPackName, passed, failed }: Props): void {
  const names = [passed, failed].flatMap((list) => (Array.isArray(list) ? list.map(textOf) : []));
  for (const { applied } of to)
    applied.set(textOf(policyPackName), new Set([...(applied.get(textOf(policyPackName)) ?? []), ...names]));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? wellFormed(value) : "";
}

function isEvent(value: Props | undefined): value is Props {
  return typeof value?.sequence === "number" && typeof value.timestamp === "number";
}

/** The event after a step has the outputs too. A step that deletes has no new state. */
function newState({ resourcePreEvent, resOutputsEvent }: Props): Props[] {
  const event = resOutputsEvent ?? resourcePreEvent;
  const metadata = isRecord(event) && isRecord(event.metadata) ? event.metadata : {};
  return isRecord(metadata.new) ? [metadata.new] : [];
}
