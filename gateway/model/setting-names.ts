/** The settings of the gateway that the code reads. Source: "Self-hosted gateway settings reference". */
export const settingName = {
  gatewayName: "gateway.name",
  endpoint: "config.service.endpoint",
  certificateValidation: "config.service.endpoint.disableCertificateValidation",
  /** The access token, or the name of an authentication method. */
  auth: "config.service.auth",
  /** The access token if `auth` is `key`. */
  authKey: "config.service.auth.key",
  tenantId: "config.service.auth.azureAd.tenantId",
  clientId: "config.service.auth.azureAd.clientId",
  clientSecret: "config.service.auth.azureAd.clientSecret",
  certificatePath: "config.service.auth.azureAd.certificatePath",
  authority: "config.service.auth.azureAd.authority",
  tokenAudience: "config.service.auth.tokenAudience",
  neighbours: "neighborhood.host",
  heartbeatPort: "neighborhood.heartbeat.port",
  syncPort: "policy.rate-limit.sync.port",
  forwardedProto: "net.server.http.forwarded.proto.enabled",
  localCa: "certificates.local.ca.enabled",
  insightsEndpoint: "logs.applicationinsights.endpoint",
} as const;

const methods = ["azureAdApp", "workloadIdentity", "key"] as const;

/** The method in a value of `config.service.auth`, case-insensitive; undefined for a token. */
export function methodNamed(text: string): (typeof methods)[number] | undefined {
  const name = text.trim().toLowerCase();
  return methods.find((method) => method.toLowerCase() === name);
}

/**
 * Other software may have settings below `config.service` too, so only Microsoft's count.
 * Source: "Self-hosted gateway settings reference".
 */
export function isGatewaySetting(name: string): boolean {
  return /^config\.service\.(?:endpoint|auth|integration)(?:\.|$)/.test(name);
}
