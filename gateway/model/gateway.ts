import type { Match } from "../../pulumi/match";
import type { Subject } from "../../pulumi/policy";
import type { Value } from "../../pulumi/value";
import type { GatewayImage } from "./image";
import type { Labels } from "./labels";
import type { SettingSource } from "./settings";
import type { Hosting, Pods, Scaling, Storage } from "./workload";

/** A self-hosted gateway, the same thing wherever it is hosted. What a host cannot express is undefined. */
export interface Gateway extends Subject {
  /** What the host calls itself, for messages: `Deployment`, `Container App`. */
  readonly host: string;
  readonly image: GatewayImage;
  /** Where its settings come from, later ones winning over earlier ones. */
  readonly settings: readonly SettingSource[];
  /** What the host calls a setting, where it has a word of its own for it. */
  readonly settingNames?: ReadonlyMap<string, string>;
  /** True where it can sign in with an access token only. */
  readonly takesTokensOnly?: boolean;
  /** What runs it. A gateway on Kubernetes has a namespace, and pods that other objects of the cluster refer to. */
  readonly platform: "kubernetes" | "azure" | "docker";
  /** True where the resource holds only a part of the gateway, so that nothing follows from what is missing. */
  readonly partial: boolean;
  /** The namespace of its pods; undefined where it does not run on Kubernetes. */
  readonly namespace: Value | undefined;
  /** True where its pods run in another cluster than the one that holds the resource, or may. */
  readonly remote?: boolean | undefined;
  /** Where users put labels, annotations or tags on it; empty where the host carries none. */
  readonly labels: readonly Labels[];
  /** The property that selects a release channel that may contain previews, if there is one. */
  readonly previewChannel?: Value | undefined;
  /** What its pods sign in with, where the host makes pods and that can be seen. */
  readonly pod?: PodIdentity | undefined;
  /** What the host hands to Microsoft's chart or extension, which reads only the names that it knows. */
  readonly installer?: Installer | undefined;
  /** What Microsoft's chart lacks, so that Helm does not render it. */
  readonly unrendered?: Unrendered | undefined;
  /** The version of the official chart, where that makes it. */
  readonly chart?: Value | undefined;
  readonly hosting?: Hosting | undefined;
  /** Undefined where the host has no number of replicas. */
  readonly scaling?: Scaling | undefined;
  readonly pods?: Pods | undefined;
  readonly storage?: Storage | undefined;
  /** Whether the host ends TLS in front of the gateway. */
  readonly proxied?: Match;
  /** The host's own way in, if it leads to the gateway. */
  readonly ingress?: HostIngress | undefined;
}

/** Values of the official chart, or settings of the Arc extension, as they are written; several layers are merged. */
export interface Installer {
  readonly kind: "chart" | "extension";
  readonly layers: readonly Value[];
}

/** A value without which Helm does not render the chart, so that nothing is deployed. */
export interface Unrendered {
  readonly kind: "key" | "app-secret" | "app-id";
  /** Where it is given instead, which the chart does not read. */
  readonly given: string | undefined;
}

/** What a host puts in front of the gateway. */
interface HostIngress {
  readonly targetPort: Value;
  readonly external: Value;
  /** Whether calls over plain HTTP are let in. */
  readonly allowInsecure: Value;
}

/** The parts of a pod by which Kubernetes gives it an identity of Entra ID. */
export interface PodIdentity {
  readonly labels: Value;
  /** The name of the service account; without one it is `default`. */
  readonly account: Value;
  /** True where the host makes the account itself, with the client id on it. */
  readonly makesAccount?: boolean;
}

/** What a user has to write for a setting of the gateway, at its host. */
export function nameOfSetting(name: string, { settingNames }: Gateway): string {
  return settingNames?.get(name) ?? name;
}
