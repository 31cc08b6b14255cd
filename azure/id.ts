import type { Value } from "../pulumi/value";

/** The names that the id of a resource in API Management holds. */
export const servicePart = /\/Microsoft\.ApiManagement\/service\/([^/]+)/i;
export const gatewayPart = /\/Microsoft\.ApiManagement\/service\/[^/]+\/gateways\/([^/]+)/i;

/** A part of an id; absent where the id has none. */
export function fromId(id: Value, part: RegExp): Value {
  return id.string === undefined ? id : id.with(part.exec(id.string)?.[1]);
}

/** An input has the name during preview, an output after the update. If both are unknown, the input is the user's. */
export function firstKnown(...values: [Value, ...Value[]]): Value {
  return values.find(({ string }) => string) ?? values.find(({ unknown }) => unknown) ?? values[0];
}
