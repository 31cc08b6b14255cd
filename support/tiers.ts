import data from "./tiers.json";

/** A tier of API Management, and its support for self-hosted gateways. */
export interface Tier {
  readonly name: string;
  /** How many gateways a service allows; undefined if it allows none. */
  readonly gateways?: number;
  /** How many replicas each may run; undefined without a limit. */
  readonly replicas?: number;
  /** True if a service of the tier can't be changed to a tier that supports gateways. */
  readonly fixed?: boolean;
  /** True if it isn't documented whether it supports gateways. */
  readonly undocumented?: boolean;
}

const tiers: readonly Tier[] = data.tiers;
const byName = new Map(tiers.map((tier) => [tier.name.toLowerCase(), tier]));

/** The tier with that name, case-insensitive; undefined if Azure has none. */
export function findTier(name: string): Tier | undefined {
  return byName.get(name.toLowerCase());
}

/** The tiers that allow the fewest and the most gateways, of those that support gateways. */
export const [smallestTier, largestTier] = ends();

function ends(): [TierWithGateways, TierWithGateways] {
  const able = tiers.filter(takesGateways).sort((one, other) => one.gateways - other.gateways);
  const [first] = able;
  const last = able.at(-1);
  if (!first || !last) throw new Error("tiers.json has no tier that takes gateways");
  return [first, last];
}

export type TierWithGateways = Tier & { readonly gateways: number };

export function takesGateways(tier: Tier): tier is TierWithGateways {
  return tier.gateways !== undefined;
}
