import type { Subject } from "../pulumi/policy";
import type { Value } from "../pulumi/value";
import type { Hosting } from "./hosting";
import type { GatewayImage } from "./image";
import type { Pods } from "./pods";
import type { Scaling } from "./scaling";
import type { SettingSource } from "./settings";
import type { Storage } from "./storage";

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
  readonly hosting?: Hosting | undefined;
  /** Undefined where the host has no number of replicas. */
  readonly scaling?: Scaling | undefined;
  readonly pods?: Pods | undefined;
  readonly storage?: Storage | undefined;
  /** True where the host ends TLS in front of the gateway, always. */
  readonly proxied?: boolean;
}

/** A carrier of marks. An Azure tag's name cannot hold the `/` of a Kubernetes label's prefix, so it has `-` there. */
export interface Marks {
  readonly style: "kubernetes" | "azure";
  readonly value: Value;
}

/** The mark `apim-gateway/<name>` (tag `apim-gateway-<name>`) on any of the carriers. */
export function findMark(marks: readonly Marks[], name: string): Value | undefined {
  return marks
    .map(({ style, value }) => value.get(`apim-gateway${style === "azure" ? "-" : "/"}${name}`))
    .find((mark) => !mark.absent);
}
