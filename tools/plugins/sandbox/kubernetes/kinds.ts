/** Kinds whose objects live in no namespace. All others, custom resources among them, are taken to live in one. */
const clusterScoped = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterIssuer",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterSecretStore",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "FlowSchema",
  "GatewayClass",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

export function isNamespaced(kind: string): boolean {
  return !clusterScoped.has(kind);
}

/** `apiVersion` and `kind` of a type: `kubernetes:apps/v1:DeploymentPatch` is a Deployment of apps/v1. */
export function versionAndKind(type: string): { apiVersion: string; kind: string } {
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind: kind.replace(/(?<=.)Patch$/, "") };
}

/** The type of a manifest's resource: core objects stand under `core/v1`. */
export function typeOf(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
