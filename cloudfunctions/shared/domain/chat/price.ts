/** AP per answer, derived from the vendor's price per million tokens: https://docs.bigmodel.cn/cn/guide/start/pricing. */
const priceApOfModel: Readonly<Record<string, number>> = {
  'glm-4-flash-250414': 1,
  'glm-4-flashx-250414': 1,
  'glm-4.5-flash': 1,
  'glm-4.7-flash': 1,
  'glm-5.3-flash': 2,
  'glm-4.5-air': 2,
  'glm-4.6': 5,
  'glm-4.7': 5,
  'glm-5': 10,
  'glm-5.3': 10,
};

const highestPriceAp = Math.max(...Object.values(priceApOfModel));

/**
 * The price of one answer. An unknown model costs the maximum: users notice an overpriced model at once, while an underpriced one
 * would only show up on the bill.
 */
export function priceApOf(model: string): number {
  const key = model.toLowerCase();
  // Own entries only: a model called "constructor" has no price here.
  return Object.entries(priceApOfModel).find(([name]) => name === key)?.[1] ?? highestPriceAp;
}
