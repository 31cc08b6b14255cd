import { lt, valid } from "semver";
import data from "./entra.json";
import { parseTag } from "./tag";

/** The two ways to sign in with Entra ID, as `config.service.auth` names them. */
export type EntraMode = "azureAdApp" | "workloadIdentity";

export const { minimumImage, minimumChart, tokenAudience, configurationReadAction } = data;

/** Whether the tag can only mean an image that does not know this way to sign in yet. A tag that moves can mean a new one. */
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
      // The tag of a preview contains the version that it leads to.
      const [core] = /\d{1,2}\.\d{1,4}\.\d{1,4}/.exec(tagText) ?? [];
      return core !== undefined && lt(core, minimum);
    }
    default:
      return false;
  }
}

/** The same for an exact version of the official chart; a range or none can mean a new one. */
export function chartTooOld(version: string, mode: EntraMode): boolean {
  return valid(version) !== null && lt(version, minimumChart[mode]);
}
