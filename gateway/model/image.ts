import type { Edit } from "../../pulumi/edit";
import { type Unknown, unknown } from "../../pulumi/match";
import { type Path, pathText, type Value } from "../../pulumi/value";
import { chartOfImage } from "../../support/charts";
import {
  type ImageReference,
  imageRepository,
  imageText,
  isGatewayImage,
  isMicrosofts,
  parseImageReference,
} from "./image-reference";

/** The image that a gateway's host declares. */
export type GatewayImage =
  /** The property at `path` contains the reference. */
  | KnownImage
  /** The deciding value is unknown. */
  | Unknown
  /** It isn't a valid image reference. `text` quotes it if it is certainly a misspelled one. */
  | {
      readonly kind: "unreadable";
      readonly path: Path;
      readonly holds: "reference" | "repository" | "tag";
      readonly text: string | undefined;
    }
  /** The newest version at the time of installation, because of the property at `path`. */
  | {
      readonly kind: "floating";
      readonly path: Path;
      readonly cause: "no-chart-version" | "chart-range" | "auto-upgrade" | "no-extension-version";
      /** What is written there. */
      readonly text?: string;
    }
  /** The image can't be determined, which isn't a defect. A `reason` is reported as an advisory. */
  | { readonly kind: "undetermined"; readonly reason?: UndeterminedReason };

/** Why the property at `path` doesn't determine the image. */
export interface UndeterminedReason {
  /** A chart with a version of its own, no version, a chart that is not in the list, or the ID of an image. */
  readonly kind: "source" | "no-version" | "unlisted-chart" | "image-id";
  readonly path: Path;
  /** If the chart is not in the list: its version, and the image that it probably runs. */
  readonly chart?: string;
  readonly image?: string | undefined;
}

export interface KnownImage {
  readonly kind: "known";
  readonly reference: ImageReference;
  readonly path: Path;
  /**
   * What the property at `path` contains: the whole reference, its tag, or a chart version that determines the image.
   */
  readonly holds: "reference" | "tag" | "chart";
  /** The property as it is written, for messages. */
  readonly text: string;
  /** Set if the repository is in another property and unknown; `reference` then has Microsoft's. */
  readonly unknownRepository?: Value | undefined;
  /** True if a remediation can't change the property: it is inside a string, or it determines more than the image. */
  readonly outOfReach?: boolean;
}

/** Microsoft's image, without a tag. */
const officialImage = "mcr.microsoft.com/azure-api-management/gateway";

/** Reads a property that holds a whole reference. */
export function readImage(value: Value): GatewayImage {
  const { path } = value;
  if (value.unknown) return unknown(value);
  if (value.absent) return { kind: "undetermined" };
  const text = value.string;
  const reference = text === undefined ? undefined : parseImageReference(text);
  if (reference) return { kind: "known", reference, path, holds: "reference", text: imageText(reference) };
  const quoted = text !== undefined && meansGateway(text) ? text : undefined;
  return { kind: "unreadable", path, holds: "reference", text: quoted };
}

/** Reads an image whose tag and repository are separate properties. The default repository is Microsoft's. */
export function readTaggedImage(repository: Value, tag: Value, outOfReach = false): GatewayImage {
  return compose(repository, tag, "tag", tag.text ?? "", outOfReach);
}

/** The image with this tag, because `version` selects the chart that runs it. */
export function readChartImage(repository: Value, version: Value, tag: string): GatewayImage {
  return compose(repository, version, "chart", tag, true);
}

function compose(
  repository: Value,
  { path, text }: Value,
  holds: "tag" | "chart",
  tag: string,
  outOfReach: boolean,
): GatewayImage {
  const written = repository.absent || repository.unknown ? officialImage : (repository.text ?? "");
  // A repository that already has a tag doesn't make a valid reference either.
  if (!parseImageReference(`${written}:1`)) {
    return { kind: "unreadable", path: repository.path, holds: "repository", text: undefined };
  }
  const reference = parseImageReference(`${written}:${tag}`);
  if (!reference) return { kind: "unreadable", path, holds: "tag", text: undefined };
  const unknownRepository = repository.unknown ? repository : undefined;
  return { kind: "known", reference, path, holds, text: text ?? tag, unknownRepository, outOfReach };
}

/** Whether a string is, or was meant to be, a reference to a gateway's image. */
export function meansGateway(text: string): boolean {
  const reference = parseImageReference(text) ?? misspelled(text);
  return reference !== undefined && isGatewayImage(reference);
}

/** The value of the property for the image `version`, ready to copy. */
export function imageFix(image: KnownImage, version: string): string {
  switch (image.holds) {
    case "reference":
      return `${imageRepository(image.reference)}:${version}`;
    case "tag":
      return version;
    case "chart":
      return chartOfImage(version) ?? `image.tag: ${version}`;
  }
}

/** The same for an invalid reference. */
export function unreadableFix({ holds }: GatewayImage & { kind: "unreadable" }, version: string): string {
  return { reference: `${officialImage}:${version}`, repository: officialImage, tag: version }[holds];
}

/**
 * The change that sets the image to `version`; none if it isn't safe. A mirror may not have that version, and another
 * chart version changes more than the image.
 */
export function imageEdits(image: KnownImage, version: string): Edit[] {
  const safe = isMicrosofts(image.reference) && !image.unknownRepository && !image.outOfReach;
  return safe ? [{ path: image.path, value: imageFix(image, version) }] : [];
}

/** The property that decides the image, and its value, for messages. */
export function imagePlace({ path, text }: KnownImage): { readonly path: string; readonly text: string } {
  return { path: pathText(path), text };
}

/** White space around the reference or capitals in its path: no runtime accepts it, but the intent is clear. */
function misspelled(text: string): ImageReference | undefined {
  return text.length < 1_000 ? parseImageReference(text.trim().toLowerCase()) : undefined;
}
