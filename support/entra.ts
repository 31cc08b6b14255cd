import { lt, valid } from "semver";
import data from "./entra.json";
import { parseTag } from "./tag";

/** The two methods of authentication with Entra ID, as values of `config.service.auth`. */
export type EntraMode = "azureAdApp" | "workloadIdentity";

export const { minimumImage, minimumChart, tokenAudience, configurationReadAction } = data;

/** Whether the tag is certainly an image that doesn't support this method yet. A rolling tag may be a new one. */
export function tagTooOld(tagText: string, mode: EntraMode): boolean {
  const minimum = minimumImage[mode];
  const tag = parseTag(tagText);
  switch (tag.kind) {
    case "version":
      return lt(`${tag.major}.${tag.minor}.${tag.patch}`, minimum);
    case "minor":
      return lt(`${tag.major}.${tag.minor}.9999`, minimum);
    case "major":
      return lt(`${tag.major}.9999.9999`, minimum);
    case "prerelease": {
      // A preview's tag contains the version that it precedes.
      const [core] = /\d{1,2}\.\d{1,4}\.\d{1,4}/.exec(tagText) ?? [];
      return core !== undefined && lt(core, minimum);
    }
    default:
      return false;
  }
}

/** The same for an exact version of the official chart. A range, or no version, may be a new one. */
export function chartTooOld(version: string, mode: EntraMode): boolean {
  return valid(version) !== null && lt(version, minimumChart[mode]);
}
