/** Cluster-scoped kinds. All other kinds, including custom resources, are treated as namespaced. */
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

/** Returns `apiVersion` and `kind` of a type: `kubernetes:apps/v1:DeploymentPatch` is a Deployment of apps/v1. */
export function versionAndKind(type: string): { apiVersion: string; kind: string } {
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind: kind.replace(/(?<=.)Patch$/, "") };
}

/** Returns the resource type of a manifest. Core objects have the group `core`. */
export function typeOf(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
