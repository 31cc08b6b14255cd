import { after, before } from "node:test";
import { type Pack, type StartOptions, startPack } from "./pack";

/** Starts a pack before a file's tests and stops it after them, on a day that stays the same. Call the result inside a test. */
export function usePack(options: StartOptions = {}): () => Pack {
  let pack: Pack | undefined;
  before(async () => {
    pack = await startPack({ today: "2026-11-24", ...options });
  });
  after(() => pack?.stop());
  return () => {
    if (!pack) throw new Error("The pack runs only while the tests run: call this inside a test.");
    return pack;
  };
}
