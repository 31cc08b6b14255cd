import type { Match } from "../../pulumi/match";
import type { Subject } from "../../pulumi/policy";
import type { Value } from "../../pulumi/value";
import type { GatewayImage } from "./image";
import type { Labels } from "./labels";
import type { SettingSource } from "./settings";
import type { Hosting, Pods, Scaling, Storage } from "./workload";

/** A self-hosted gateway, the same model for every host. What a host has no setting for is undefined. */
export interface Gateway extends Subject {
  /** The host's name for messages: `Deployment`, `Container App`. */
  readonly host: string;
  readonly image: GatewayImage;
  /** The sources of its settings. A later source overrides an earlier one. */
  readonly settings: readonly SettingSource[];
  /** The host's own name for a setting, if it has one. */
  readonly settingNames?: ReadonlyMap<string, string>;
  /** True if it can only authenticate with an access token. */
  readonly supportsTokensOnly?: boolean;
  /** The platform that runs it. On Kubernetes, a gateway has a namespace, and pods that other objects refer to. */
  readonly platform: "kubernetes" | "azure" | "docker";
  /** True if the resource contains only a part of the gateway, so a missing setting may be set elsewhere. */
  readonly partial: boolean;
  /** The namespace of its pods; undefined outside Kubernetes. */
  readonly namespace: Value | undefined;
  /** True if its pods run, or may run, in another cluster than the resource. */
  readonly remote?: boolean | undefined;
  /** The properties for its labels, annotations or tags; empty if the host has none. */
  readonly labels: readonly Labels[];
  /** The property that selects a release channel that may contain previews, if there is one. */
  readonly previewChannel?: Value | undefined;
  /** What its pods authenticate with, if the host creates pods and the resource shows it. */
  readonly pod?: PodIdentity | undefined;
  /** The values for Microsoft's chart or extension, which reads only the names that it knows. */
  readonly installer?: Installer | undefined;
  /** A required value that is missing, so Helm can't render Microsoft's chart. */
  readonly unrendered?: Unrendered | undefined;
  /** The version of the official chart that creates it, if one does. */
  readonly chart?: Value | undefined;
  readonly hosting?: Hosting | undefined;
  /** Undefined if the host has no number of replicas. */
  readonly scaling?: Scaling | undefined;
  readonly pods?: Pods | undefined;
  readonly storage?: Storage | undefined;
  /** Whether the host ends TLS in front of the gateway. */
  readonly proxied?: Match;
  /** The host's own ingress, if it leads to the gateway. */
  readonly ingress?: HostIngress | undefined;
}

/** The values of the official chart, or the settings of the Arc extension, before layers are merged. */
export interface Installer {
  readonly kind: "chart" | "extension";
  readonly layers: readonly Value[];
}

/** A value without which Helm can't render the chart, so nothing is deployed. */
export interface Unrendered {
  readonly kind: "key" | "app-secret" | "app-id";
  /** The chart's name for it: `gateway.auth.key`. */
  readonly value: string;
  /** Where the user set it instead, which the chart doesn't read. */
  readonly given: string | undefined;
}

/** The ingress that a host puts in front of the gateway. */
interface HostIngress {
  readonly targetPort: Value;
  readonly external: Value;
  /** Whether it accepts calls over plain HTTP. */
  readonly allowInsecure: Value;
}

/** The properties of a pod that give it an identity of Entra ID. */
export interface PodIdentity {
  readonly labels: Value;
  /** The name of the service account. Default: `default`. */
  readonly account: Value;
  /** True if the host creates the account, with the client ID in an annotation. */
  readonly makesAccount?: boolean;
}

/** The name under which a user sets a setting of the gateway on its host. */
export function nameOfSetting(name: string, { settingNames }: Gateway): string {
  return settingNames?.get(name) ?? name;
}
