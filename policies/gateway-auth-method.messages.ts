/** What the policy `gateway-auth-method` reports. */
export const messages = {
  none: "`{setting}` of the {host} isn't set, so the gateway can't authenticate to Azure. Set it to `{best}`, or to a token that is rotated.",
  tokenless:
    "`{setting}` of the {host} isn't set, so the gateway can't authenticate to Azure. Set it to a token that is rotated.",
  noEntra:
    "`{setting}` of the {host} doesn't name a way to authenticate, and option `{option}` rejects access tokens. Set it to `{best}`.",
  keyless:
    "`config.service.auth` of the {host} is `key`, but `config.service.auth.key` isn't set, so the gateway can't authenticate to Azure. Set `config.service.auth` to `{best}`, or the key to a token that is rotated.",
  unrecognised:
    "`config.service.auth` of the {host} must be `workloadIdentity`, `azureAdApp`, `key` or a token, or the gateway can't authenticate to Azure. Set it to `{best}`, or to a token that is rotated.",
  mistyped:
    "`{path}` of the {host} is `{value}`, but must be one of {expected}, or the gateway can't authenticate. Set it to one of these.",
  mistypedHidden:
    "`{path}` of the {host} must be one of {expected}, or the gateway can't authenticate. Set it to one of these.",
  chartNoKey:
    "Helm can't render the chart: `gateway.auth.key` of the {host} isn't set. Set `gateway.auth.type` to `WorkloadIdentity`, or `secret.createSecret` to false and `secret.existingSecretName` to a Secret whose token is rotated.",
  chartNoEntra:
    "Helm can't render the chart: `gateway.auth.key` of the {host} isn't set, and option `{option}` rejects access tokens. Set `gateway.auth.type` to `WorkloadIdentity`.",
  chartNoAppSecret:
    "Helm can't render the chart: `gateway.auth.azureAd.app.secret` of the {host} isn't set. Set it, or set `secret.createSecret` to false and `secret.existingSecretName` to the Secret that holds it under `azure-ad-app-secret`.",
  chartNoAppId:
    "Helm can't render the chart: `gateway.auth.azureAd.app.id` of the {host} isn't set. Set it to the client ID of the identity or app that the gateway signs in with.",
  chartGiven:
    "Helm can't render the chart: the {host} sets `{given}`, which the chart doesn't read. Rename it to `{value}`.",
  oldChart:
    "`{path}` of the {host} is `{type}`, which chart {version} doesn't know, so the gateway gets no authentication at all. Use chart {minimum} or later.",
  unrotated:
    "The {host} authenticates with an access token, which expires after 30 days, and nothing in the stack rotates it. Use `{best}`, or declare what rotates the token: {ways}.",
  vaultVersion:
    "`{path}` of the {host} references one version of a Key Vault secret, so a rotated token never reaches the gateway, and this one expires after 30 days. Remove the version from the URL.",
  vaultWritten:
    "`{path}` of the {host} references Key Vault secret `{secret}`, which this program sets to a fixed value, so nothing rotates the token before it expires after 30 days. Let a job write it, or tag it `apim-gateway-token-rotation`.",
  notRestarted:
    'The {host} reads a rotated access token only when its pods restart, and nothing in the stack restarts them. Let the job that rotates the token run `kubectl rollout restart`, or use Reloader (`reloader.stakater.com/auto: "true"`).',
  unmarked:
    "The {host} authenticates with an access token, which expires after 30 days, and has no labels on which to declare a rotation. Make sure that the token is rotated.",
  token:
    "The {host} authenticates with an access token, but option `requireEntraId` requires Entra ID. Use `{best}`.",
  noneAccepted:
    "The {host} authenticates with an access token, but option `acceptedRotation` accepts no way to rotate it on this host. Use `{best}`.",
  tokensOnly:
    "The {host} supports access tokens only, which option `{option}` rejects. Install the gateway in another way, such as its Helm chart, and use `workloadIdentity`.",
  unseen:
    "How the {host} authenticates to Azure may be set in {what}, which isn't in this stack; it isn't checked.",
} as const;
