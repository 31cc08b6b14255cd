/** A parsed container image reference: `registry:5000/a/b:2.13.2@sha256:…`. */
export interface ImageReference {
  /** Host and port, or undefined for the runtime's default registry. */
  readonly registry: string | undefined;
  /** Path below the registry: `azure-api-management/gateway`. */
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const host = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?$`);
const pathSegment = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
// SHA-256 has exactly 64 digits; the length for other algorithms isn't specified.
const digestForm =
  /^(?:sha256:[0-9a-f]{64}|(?!sha256:)[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,128})$/;
/** The maximum length: 255 for the name, 128 for the tag, and a digest. */
const longest = 600;

/**
 * Parses an image reference by the grammar of the distribution project. Returns undefined if it is invalid.
 * Source: distribution/reference, grammar in reference.go; Docker's rule for what counts as a registry.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > longest) return undefined;
  const [beforeDigest = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !digestForm.test(digest))) return undefined;
  const { name, tag } = splitTag(beforeDigest);
  if (tag !== undefined && !tagForm.test(tag)) return undefined;
  const place = splitRegistry(name);
  return place && { ...place, tag, digest };
}

/** A colon after the last slash starts the tag; an earlier one is part of the port. */
function splitTag(text: string): { name: string; tag: string | undefined } {
  const colon = text.indexOf(":", text.lastIndexOf("/") + 1);
  const isAddress = text.startsWith("[") && !text.includes("/");
  if (colon < 0 || isAddress) return { name: text, tag: undefined };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}

function splitRegistry(name: string): { registry: string | undefined; path: string } | undefined {
  const segments = name.split("/");
  const first = segments[0] ?? "";
  const hasRegistry = segments.length > 1 && (/[.:]/.test(first) || first === "localhost");
  if (hasRegistry && !host.test(first)) return undefined;
  const path = hasRegistry ? segments.slice(1) : segments;
  if (name.length > 255 || !path.every((segment) => pathSegment.test(segment))) return undefined;
  return { registry: hasRegistry ? first : undefined, path: path.join("/") };
}

/** The reference without tag and digest. */
export function imageRepository({ registry, path }: ImageReference): string {
  return registry === undefined ? path : `${registry}/${path}`;
}

/** Whether the image is Microsoft's gateway, at any registry: its path ends in these two whole segments. */
export function isGatewayImage({ path }: ImageReference): boolean {
  return path === "azure-api-management/gateway" || path.endsWith("/azure-api-management/gateway");
}

/** Microsoft's own registry; a mirror may not hold every version. */
export function isMicrosofts({ registry }: ImageReference): boolean {
  return registry?.toLowerCase() === "mcr.microsoft.com";
}

/** The reference as it is written. */
export function imageText(reference: ImageReference): string {
  const { tag, digest } = reference;
  return `${imageRepository(reference)}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
}
