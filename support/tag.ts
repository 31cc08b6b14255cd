/**
 * The version in an image tag. Tags aren't semantic versions: Microsoft uses `2.13.2`, `v2`, `latest`, `v2-preview` and
 * `beta`, and mirrors add suffixes.
 */
export type Tag =
  | { readonly kind: "version"; readonly major: number; readonly minor: number; readonly patch: number }
  | { readonly kind: "minor"; readonly major: number; readonly minor: number }
  | { readonly kind: "major"; readonly major: number }
  | { readonly kind: "latest" }
  | { readonly kind: "prerelease" }
  | { readonly kind: "other" };

const prereleaseWord = /^(preview|beta|alpha|rc)\d*$/i;
// Two digits for the major: a longer number is a date or a build, not a version of the gateway.
const versionForm = /^v?(\d{1,2})(?:\.(\d{1,4}))?(?:\.(\d{1,9}))?(.*)$/;
const anySuffix = /^(?:[-._]|$)/;
// A rolling tag's suffix begins with a letter: `2-20240101` is a build.
const floatSuffix = /^(?:[-._][A-Za-z]|$)/;

export function parseTag(tag: string): Tag {
  if (tag.split(/[^A-Za-z0-9]+/).some((word) => prereleaseWord.test(word))) return { kind: "prerelease" };
  if (/^latest(?:[-._]|$)/.test(tag)) return { kind: "latest" };
  const parts = versionForm.exec(tag);
  if (!parts) return { kind: "other" };
  const [major, minor, patch] = parts
    .slice(1, 4)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const suffix = patch === undefined ? floatSuffix : anySuffix;
  if (major === undefined || !suffix.test(parts[4] ?? "")) return { kind: "other" };
  if (minor === undefined) return { kind: "major", major };
  if (patch === undefined) return { kind: "minor", major, minor };
  return { kind: "version", major, minor, patch };
}
