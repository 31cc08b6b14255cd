import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { firstKnown, fromId } from "./id";
import { azureKind } from "./types";

/** A secret that the program writes to Azure Key Vault, with either provider. */
export interface VaultSecret {
  readonly resource: Resource;
  readonly vault: Value;
  readonly name: Value;
  readonly value: Value;
  /** Its expiration date, which Key Vault reports but doesn't enforce. */
  readonly expires: Value;
}

/** Source: @pulumi/azure-native 3.28, keyvault.Secret; @pulumi/azure 6.40, keyvault.Secret. */
export function readVaultSecret(resource: Resource): VaultSecret | undefined {
  if (azureKind(resource.type) !== "vault-secret") return undefined;
  const { props, type } = resource;
  const classic = type.package === "azure";
  return {
    resource,
    vault: classic ? fromId(props.get("keyVaultId"), /\/vaults\/([^/]+)/i) : props.get("vaultName"),
    name: firstKnown(props.get(classic ? "name" : "secretName"), props.get("name")),
    value: classic ? props.get("value") : props.get("properties", "value"),
    expires: classic ? props.get("expirationDate") : props.get("properties", "attributes", "expires"),
  };
}

/** When it expires, in milliseconds since 1970. The native provider uses seconds, the classic provider a date. */
export function vaultSecretExpiry({ expires }: VaultSecret): number | undefined {
  const milliseconds =
    expires.number === undefined ? Date.parse(expires.string ?? "") : expires.number * 1_000;
  return Math.abs(milliseconds) <= 8.64e15 ? milliseconds : undefined;
}

/** The secret in the stack that a URL refers to, or that an unknown URL was computed from. */
export function vaultSecretAt(url: Value, from: Resource, around: ResourceSet): VaultSecret | undefined {
  const [, vault = "", name = ""] =
    /^https:\/\/([^./]+)\.[^/]+\/secrets\/([^/]+)/i.exec(url.string ?? "") ?? [];
  if (vault && name) {
    const [named] = around.lookUp(keyOf, `${vault}/${name}`.toLowerCase());
    return named && readVaultSecret(named);
  }
  const property = url.path[0];
  if (!url.unknown || typeof property !== "string") return undefined;
  const [computedFrom, ...others] = from
    .dependenciesOf(property)
    .flatMap((one) => readVaultSecret(one) ?? []);
  return others.length === 0 ? computedFrom : undefined;
}

const keyOf = (resource: Resource): string | undefined => {
  const { vault, name } = readVaultSecret(resource) ?? {};
  return vault?.string && name?.string ? `${vault.string}/${name.string}`.toLowerCase() : undefined;
};
