import { after, before } from "node:test";
import { type Pack, type StartOptions, startPack } from "./pack";

/** The default day of the tests: the samples' tokens are valid, and the release data is recent. */
const today = "2026-11-24";

/**
 * A pack for the tests of one file, or of one `describe`: started before the first of them and stopped after the last.
 * The next tests of the process reuse a stopped pack, see {@link startPack}.
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
