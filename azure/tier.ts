import { type Unknown, unknown } from "../pulumi/match";
import { pathText, type Value } from "../pulumi/value";
import { findTier, type TierWithGateways, takesGateways } from "../support/tiers";
import { type Service, tierOf } from "./service";

/** What the tier of a service says about self-hosted gateways. */
export type TierVerdict =
  | { readonly kind: "able"; readonly tier: TierWithGateways }
  /** `place` is where the tier is written and which it is, `fix` what to write there. */
  | { readonly kind: "unable" | "undocumented"; readonly place: string; readonly fix: string }
  | Unknown
  /** The service names none. */
  | { readonly kind: "untold" };

export function judgeTier(service: Service): TierVerdict {
  const { sku } = service;
  if (sku.unknown) return unknown(sku);
  const name = tierOf(service);
  if (name === undefined) return { kind: "untold" };
  const tier = findTier(name);
  if (tier && takesGateways(tier)) return { kind: "able", tier };
  // What is no tier at all may be anything, and is not shown.
  const place = `\`${pathText(sku.path)}\` is ${tier ? `\`${sku.string}\`` : "no tier of API Management"}`;
  return { kind: tier?.undocumented ? "undocumented" : "unable", place, fix: withUnits("Premium", sku) };
}

/** The classic provider writes the units behind the tier; a service that has gateways needs one at least. */
function withUnits(tier: string, sku: Value): string {
  if (sku.path[0] !== "skuName") return tier;
  const [, units = "1"] = /_([1-9]\d{0,2})$/.exec(sku.string ?? "") ?? [];
  return `${tier}_${units}`;
}
