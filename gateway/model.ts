import type { Subject } from "../pulumi/policy";
import type { Value } from "../pulumi/value";
import type { GatewayImage } from "./image";
import type { Labels } from "./labels";
import type { SettingSource } from "./settings";

/** A self-hosted gateway, the same thing wherever it is hosted. What a host cannot express is undefined. */
export interface Gateway extends Subject {
  /** What the host calls itself, for messages: `Deployment`, `Container App`. */
  readonly host: string;
  readonly image: GatewayImage;
  /** Where its settings come from, later ones winning over earlier ones. */
  readonly settings: readonly SettingSource[];
  /** True where the resource holds only a part of the gateway, so that nothing follows from what is missing. */
  readonly partial: boolean;
  /** The namespace of its pods. */
  readonly namespace: Value | undefined;
  /** Labels, annotations or tags that users put on it. */
  readonly marks: readonly Marks[];
  /** Where it says who owns it, the first one winning; none where the host takes no labels. */
  readonly ownership: readonly Labels[];
}

/** A carrier of marks. An Azure tag's name cannot hold the `/` of a Kubernetes label's prefix, so it has `-` there. */
export interface Marks {
  readonly style: "kubernetes" | "azure";
  readonly value: Value;
  /** True where they sit on the pods themselves, which is where a mesh looks for them. */
  readonly onPods?: boolean;
}

/** The mark `apim-gateway/<name>` (tag `apim-gateway-<name>`) on any of the carriers. */
export function findMark(marks: readonly Marks[], name: string): Value | undefined {
  return marks
    .map(({ style, value }) => value.get(`apim-gateway${style === "azure" ? "-" : "/"}${name}`))
    .find((mark) => !mark.absent);
}
