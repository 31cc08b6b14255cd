import { isRecord } from "../../pulumi/value";
import { Problem } from "../problem";
import type { Input, Props } from "./input";
import { parseObject } from "./json-file";
import { readStates, type State } from "./state";

/** What `--event-log` writes: one event of the engine a line. */
export const readEventLog: Input = (source) => {
  const { file, text } = source;
  const start = text.length - text.trimStart().length;
  const end = text.indexOf("\n", start);
  if (!isEvent(parseObject(text.slice(start, end < 0 ? undefined : end)))) return undefined;
  const states = new Map<unknown, State>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = parseObject(line);
    if (!isEvent(event))
      throw new Problem(
        `${file}:${index + 1}: this line isn't an event. Write the log again; it may be cut off.`,
      );
    const place = { file, line: index + 1, column: 1 };
    for (const state of newState(event)) states.set(state.urn, { state, place });
  }
  return readStates(source, [...states.values()]);
};

function isEvent(value: Props | undefined): value is Props {
  return typeof value?.sequence === "number" && typeof value.timestamp === "number";
}

/** The event after a step has the outputs too. A step that deletes has no new state. */
function newState({ resourcePreEvent, resOutputsEvent }: Props): Props[] {
  const event = resOutputsEvent ?? resourcePreEvent;
  const metadata = isRecord(event) && isRecord(event.metadata) ? event.metadata : {};
  return isRecord(metadata.new) ? [metadata.new] : [];
}
