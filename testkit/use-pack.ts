import { after, before } from "node:test";
import { type Pack, type StartOptions, startPack } from "./pack";

/** The day on which tests run that name none: tokens in the samples live, and the release data is recent. */
const today = "2026-11-24";

/**
 * A pack for the tests of one file, or of one `describe`: started before the first of them and stopped after the last. A
 * pack that was stopped serves the next tests of the process, see {@link startPack}.
 */
export function usePack(options: StartOptions = {}): Pack {
  let pack: Pack | undefined;
  before(async () => {
    pack = await startPack({ today, ...options });
  });
  after(() => pack?.stop());
  return new Proxy({} as Pack, {
    get(_, key) {
      if (!pack) throw new Error("a pack is there only while tests run");
      const member: unknown = Reflect.get(pack, key);
      return typeof member === "function" ? member.bind(pack) : member;
    },
  });
}
