import type { AnyAct, CommandOf, Draft, Kind } from './kind';

/** Somebody edits the price and the content of a package by hand. `step` numbers its versions. */
export type RepriceAct = { do: 'reprice'; product: ProductId; step: number };

export const products = {
  credits_60: { priceFen: 600, credits: 60 },
  credits_500: { priceFen: 4_000, credits: 520 },
  member_basic_30: { priceFen: 1_900, credits: 0 },
} as const;
export type ProductId = keyof typeof products;
export const productIds = Object.keys(products) as ProductId[];

/** A package after this many edits; 0 is the seeded version. */
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

/** The version that the page shows at this point of the draft. */
export function stepOf(product: ProductId, { commands }: Draft): number {
  const changes = commands.filter(isReprice).filter((change) => change.product === product);
  return changes.at(-1)?.step ?? 0;
}

function isReprice(command: CommandOf<AnyAct>): command is CommandOf<RepriceAct> {
  return command.do === 'reprice';
}
