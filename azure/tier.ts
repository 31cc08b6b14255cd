import { type Unknown, unknown } from "../pulumi/match";
import { pathText, type Value } from "../pulumi/value";
import { findTier, type TierWithGateways, takesGateways } from "../support/tiers";
import { type Service, tierOf } from "./service";

/** Whether the tier of a service supports self-hosted gateways. */
export type TierVerdict =
  | { readonly kind: "able"; readonly tier: TierWithGateways }
  /** It doesn't. Either another tier can be set, or the service must be replaced, or neither is documented. */
  | ({ readonly kind: "unable" | "fixed" | "undocumented" } & WrittenTier)
  /** It isn't a tier of API Management. The value may be anything, even a credential, so it isn't shown. */
  | { readonly kind: "unfamiliar"; readonly path: string; readonly fix: string }
  | Unknown
  /** The service has no tier. */
  | { readonly kind: "undetermined" };

/** The property with the tier, its value, and the value to set instead. */
interface WrittenTier {
  readonly path: string;
  readonly tier: string;
  readonly fix: string;
}

export function judgeTier(service: Service): TierVerdict {
  const { sku } = service;
  if (sku.unknown) return unknown(sku);
  const name = tierOf(service);
  if (name === undefined) return { kind: "undetermined" };
  const tier = findTier(name);
  if (tier && takesGateways(tier)) return { kind: "able", tier };
  const values = { path: pathText(sku.path), fix: withUnits("Premium", sku) };
  if (!tier) return { kind: "unfamiliar", ...values };
  const kind = tier.undocumented ? "undocumented" : tier.fixed ? "fixed" : "unable";
  return { kind, ...values, tier: sku.string ?? "" };
}

/** The classic provider appends the units to the tier; a service with gateways needs at least one. */
function withUnits(tier: string, sku: Value): string {
  if (sku.path[0] !== "skuName") return tier;
  const [, units = "1"] = /_([1-9]\d{0,2})$/.exec(sku.string ?? "") ?? [];
  return `${tier}_${units}`;
}
