import type { Value } from "../pulumi/value";

/** The names in the ID of a resource of API Management. */
export const servicePart = /\/Microsoft\.ApiManagement\/service\/([^/]+)/i;
export const gatewayPart = /\/Microsoft\.ApiManagement\/service\/[^/]+\/gateways\/([^/]+)/i;

/** A part of an ID; absent if the ID has none. */
export function fromId(id: Value, part: RegExp): Value {
  return id.string === undefined ? id : id.with(part.exec(id.string)?.[1]);
}

/**
 * The input has the name during a preview, the output after the update. If both are unknown, the input is the one that
 * the user wrote.
 */
export function firstKnown(...values: [Value, ...Value[]]): Value {
  return values.find(({ string }) => string) ?? values.find(({ unknown }) => unknown) ?? values[0];
}
