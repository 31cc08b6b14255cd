import type { Format } from "./format";

/** The version of the format. It increases when a field is removed or changes its meaning, not for a new field. */
const version = 1;

/** For programs: docs/command.md describes each field. */
export const json: Format = {
  write({ pack, gateways, findings, objects, files }) {
    const report = {
      version,
      pack,
      files,
      objects,
      gateways: gateways.map(({ resource, urn, place }) => ({ resource, urn, place })),
      findings,
    };
    return `${JSON.stringify(report, null, 2)}\n`;
  },
};
