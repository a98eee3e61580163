export const packageKinds = ['credits', 'membership'] as const;
export type PackageKind = (typeof packageKinds)[number];

/** An item for sale; a membership names its plan and its days. The id is the product id at WeChat. */
export type CreditPackage = {
  id: string;
  kind: PackageKind;
  name: string;
  priceFen: number;
  credits: number;
  bonusCredits: number;
  planId: string | null;
  days: number | null;
  badge: string;
  sort: number;
  isActive: boolean;
  version: number;
};

/** A package as it was when it was ordered: later changes of the package do not affect the order. */
export type PackageSnapshot = Pick<
  CreditPackage,
  'kind' | 'name' | 'priceFen' | 'credits' | 'bonusCredits' | 'planId' | 'days' | 'version'
> & { packageId: string };

export function snapshotOf({ id, badge: _, sort: __, isActive: ___, ...rest }: CreditPackage) {
  return { packageId: id, ...rest } satisfies PackageSnapshot;
}

/** All credits granted by an order of it. */
export function creditsOf({ credits, bonusCredits }: PackageSnapshot): number {
  return credits + bonusCredits;
}
