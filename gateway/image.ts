import type { Edit } from "../pulumi/edit";
import { type Path, pathText, type Value } from "../pulumi/value";
import {
  type ImageReference,
  imageRepository,
  imageText,
  isGatewayImage,
  isMicrosofts,
  parseImageReference,
} from "./image-reference";

/** The image that a gateway runs, as far as its host tells. */
export type GatewayImage =
  /** The reference is told, by the property at `path`. */
  | KnownImage
  /** The deciding value is unknown. */
  | { readonly state: "unknown"; readonly value: Value }
  /** Something is written that is no image reference; `text` quotes it where it can be nothing but a misspelt one. */
  | { readonly state: "unreadable"; readonly path: Path; readonly text: string | undefined }
  /** Whatever is newest when it is installed: `what` says why, and `pin` how to stop it. */
  | { readonly state: "floating"; readonly path: Path; readonly what: string; readonly pin: string }
  /** Nothing tells the image, and nothing is wrong with that; a `reason` is worth a notice. */
  | { readonly state: "untold"; readonly reason?: string };

export interface KnownImage {
  readonly state: "known";
  readonly reference: ImageReference;
  readonly path: Path;
  /** What the property at `path` holds: the whole reference, its tag, or a chart's version from which the image follows. */
  readonly holds: "reference" | "tag" | "chart";
  /** The property as it is written, for messages. */
  readonly text: string;
}

/** Reads a property that holds a whole reference. */
export function readImage(value: Value): GatewayImage {
  const { path } = value;
  if (value.unknown) return { state: "unknown", value };
  if (value.absent) return { state: "untold" };
  const text = value.string;
  const reference = text === undefined ? undefined : parseImageReference(text);
  if (reference) return { state: "known", reference, path, holds: "reference", text: imageText(reference) };
  return { state: "unreadable", path, text: text !== undefined && meansGateway(text) ? text : undefined };
}

/** Whether a text is the reference of a gateway's image, or meant to be. */
export function meansGateway(text: string): boolean {
  const reference = parseImageReference(text) ?? misspelt(text);
  return reference !== undefined && isGatewayImage(reference);
}

/** How the property would have to read for the image to be `version`, in words that can be copied. */
export function imageFix(image: KnownImage, version: string): string {
  return image.holds === "reference" ? `${imageRepository(image.reference)}:${version}` : version;
}

/**
 * The change that makes the image `version`; none where it would not be safe. A mirror may not hold that version, and
 * another chart version brings more than another image.
 */
export function imageEdits(image: KnownImage, version: string): Edit[] {
  return isMicrosofts(image.reference) && image.holds !== "chart"
    ? [{ path: image.path, value: imageFix(image, version) }]
    : [];
}

/** `path` and what is written there, for messages. */
export function imagePlace({ path, text }: KnownImage): string {
  return `\`${pathText(path)}\` is \`${text}\``;
}

/** White space around the reference or capitals in its path: no runtime takes it, but what is meant is plain. */
function misspelt(text: string): ImageReference | undefined {
  return text.length < 1_000 ? parseImageReference(text.trim().toLowerCase()) : undefined;
}
