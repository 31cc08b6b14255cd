import { isRecord } from "../../pulumi/plain";
import { Problem } from "../problem";
import type { Input } from "./input";
import { parseObject, urnPlaces } from "./json-file";
import { readStates } from "./state";

/** The output of `pulumi stack export`, or the file of a stack in a self-managed backend. */
export const readExport: Input = (source) => {
  const { version, deployment, checkpoint } = parseObject(source.text) ?? {};
  if (typeof version !== "number") return undefined;
  // A stack that was never updated has no latest deployment.
  const exported = isRecord(checkpoint) ? (checkpoint.latest ?? {}) : deployment;
  if (!isRecord(exported)) return undefined;
  const resources = exported.resources ?? [];
  if (!Array.isArray(resources))
    throw new Problem(`${source.file}: the exported stack has no list of resources. Export the stack again.`);
  const placeOf = urnPlaces(source);
  return readStates(
    source,
    resources.map((entry: unknown) => {
      const state = isRecord(entry) ? entry : {};
      return { state, place: placeOf(state.urn) };
    }),
  );
};
