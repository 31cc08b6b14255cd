import { before } from "node:test";
import { type Pack, type StartOptions, startPack } from "./pack";

/** The day on which tests run that name none: tokens in the samples live, and the release data is recent. */
const today = "2026-11-24";

/** The packs of this process: to start one takes a second, and the files of a group of tests run one after the other. */
const packs = new Map<string, Promise<Pack>>();

/**
 * A pack for the tests of one file, or of one `describe`, with nothing left in it of the tests before. It ends with the
 * process. A test that changes its configuration sets it back.
 */
export function usePack(options: StartOptions = {}): Pack {
  let pack: Pack | undefined;
  before(async () => {
    const key = JSON.stringify(options);
    const started = packs.get(key) ?? startPack({ today, ...options });
    packs.set(key, started);
    pack = await started;
    await pack.configure(options.config ?? {});
    // A stack that is analyzed takes what was seen before it.
    await pack.analyzeStack([]);
  });
  return new Proxy({} as Pack, {
    get(_, key) {
      if (!pack) throw new Error("a pack is there only while tests run");
      const member: unknown = Reflect.get(pack, key);
      return typeof member === "function" ? member.bind(pack) : member;
    },
  });
}
