import { valid } from "semver";
import { parseTag } from "../../support/tag";

/** The kind of a tag, derived from its format. */
export type TagKind = "stable" | "preview" | "rolling";

const architecture =
  /(?:^|[-._])(?:amd64|x64|x86|x86_64|386|arm|armv\d+|arm64|aarch64|linux|windows)(?:[-._]|$)/i;
const rollingPreview = /^(?:v?\d{1,2}(?:\.\d{1,4})?-)?(?:preview|beta|alpha|rc)$/;

/**
 * Returns the kind of one of Microsoft's tags. Undefined if the tag names neither a version nor a channel: images for
 * one architecture, signatures (`sha256-….sig`), builds. Source: "Self-hosted gateway overview", container images.
 */
export function tagKind(tag: string): TagKind | undefined {
  if (/^sha256-/.test(tag) || architecture.test(tag)) return undefined;
  switch (parseTag(tag).kind) {
    case "version":
      return /^[\d.]+$/.test(tag) && valid(tag) === tag ? "stable" : undefined;
    case "prerelease":
      if (valid(tag) === tag) return "preview";
      return rollingPreview.test(tag) ? "rolling" : undefined;
    case "latest":
      return tag === "latest" ? "rolling" : undefined;
    case "major":
    case "minor":
      return /^v?[\d.]+$/.test(tag) ? "rolling" : undefined;
    case "other":
      return undefined;
  }
}
