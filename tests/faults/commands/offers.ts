import type { AnyAct, CommandOf, Draft, Kind } from './kind';

/** Somebody changes by hand what a package costs and gives. `step` names the offer as it is from then on. */
export type RepriceAct = { do: 'reprice'; product: ProductId; step: number };

export const products = {
  credits_60: { priceFen: 600, credits: 60 },
  credits_500: { priceFen: 4_000, credits: 520 },
  member_basic_30: { priceFen: 1_900, credits: 0 },
} as const;
export type ProductId = keyof typeof products;
export const productIds = Object.keys(products) as ProductId[];

/** A package after so many changes; 0 as it was seeded. */
export function offerOf(product: ProductId, step: number): { priceFen: number; credits: number } {
  const { priceFen, credits } = products[product];
  return { priceFen: priceFen + 100 * step, credits: credits === 0 ? 0 : credits + 10 * step };
}

export const reprice: Kind<RepriceAct> = {
  does: ['reprice'],
  share: 50,
  draw(draft, who) {
    const step = draft.commands.filter(isReprice).length + 1;
    const product = draft.random.pick(productIds);
    draft.add(who, { do: 'reprice', product, step } satisfies RepriceAct);
  },
  toCall: () => null,
  happen({ product, step }, { world: { backend } }) {
    const [row] = backend.database.find('credit_packages', { query: { _id: product } }).docs;
    if (row === undefined) return;
    const { priceFen, credits } = offerOf(product, step);
    const bonusCredits = credits - Number(row['credits']);
    const version = Number(row['version']) + 1;
    backend.database.put('credit_packages', [{ ...row, priceFen, bonusCredits, version }]);
  },
  incidentOf: () => 'price changed',
};

/** What the page shows at this moment of the draft. */
export function stepOf(product: ProductId, { commands }: Draft): number {
  const changes = commands.filter(isReprice).filter((change) => change.product === product);
  return changes.at(-1)?.step ?? 0;
}

function isReprice(command: CommandOf<AnyAct>): command is CommandOf<RepriceAct> {
  return command.do === 'reprice';
}
