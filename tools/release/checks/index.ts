import type { Check } from "../check";
import { changelog } from "./changelog";
import { cleanTree } from "./clean-tree";
import { licenses } from "./licenses";
import { releaseData } from "./release-data";
import { sbom } from "./sbom";
import { tarball } from "./tarball";
import { tests } from "./tests";
import { version } from "./version";

/** All requirements of a release, in the order in which they are shown. */
export const checks: readonly Check[] = [
  cleanTree,
  version,
  changelog,
  releaseData,
  licenses,
  sbom,
  tarball,
  tests,
];
