/** Versions of the image, from the pack's own list: a new release changes them, but not the policies' findings. */
import { stableVersions } from "../../support/releases";
import { supportWindow } from "../../support/window";
import { reports } from "../messages";

const { newest, minors } = supportWindow();
const [line = "", lineBefore = ""] = minors;

export const versions = {
  newest,
  /** Moves with each patch of the newest minor. */
  moving: line,
  /** The newest patch of the minor before the newest. */
  older: stableVersions.filter((version) => version.startsWith(`${lineBefore}.`)).at(-1) ?? newest,
  /** Out of support, and the chart that installs it. */
  outside: "2.9.2",
  outsideChart: "1.13.2",
};

/** The messages that suggest a newer image for a supported one. */
export const takeNewest = reports(["known-bad", "old-patch", "old-minor", "oldest-minor"], { fix: newest });
