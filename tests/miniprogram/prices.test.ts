import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrices } from './scans/prices';

const planted: [what: string, file: string, text: string][] = [
  ['a sentence', 'view.ts', "export const line = '每张 1 积分，没画成会退回';"],
  ['a sentence in Chinese numerals', 'text.ts', "export const line = '每张作品扣一个积分';"],
  ['a sentence with a hole', 'view.ts', 'const line = `${name}：2 AP`;'],
  ['words of a page', 'index.wxml', '<view>每次 1 AP</view>'],
  ['an amount of money', 'index.wxml', '<text>¥39</text>'],
  ['a constant', 'price.ts', 'export const price = 1;'],
  ['a table', 'price.ts', 'export const prices = { free: 1, vip: 0 }; const cost = { free: 1 };'],
  ['a choice', 'price.ts', "const price = user.tier === 'free' ? 1 : 0;"],
  ['a function', 'price.ts', 'function costOf(tier: string) { return 1; }'],
  ['a product', 'price.ts', 'const total = 2 * priceOfOne;'],
  ['a tier that pays', 'price.ts', "function pays(user) { return user.tier === 'free'; }"],
];

const harmless: [what: string, file: string, text: string][] = [
  ['a price of the cloud', 'view.ts', 'const line = `${price} 积分`;'],
  ['a price on a page', 'index.wxml', '<text>{{ bar.price }} 积分</text>'],
  ['a comment', 'view.ts', '/** `1 积分` */ export const line = null;'],
  ['nothing to pay', 'view.ts', 'const isFree = price === 0;'],
  ['a tier without a price', 'view.ts', "const canUpgrade = tier === 'free';"],
];

describe('prices', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prices-'));
    mkdirSync(join(folder, 'page'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const find = (file: string, text: string) => {
    writeFileSync(join(folder, 'page', file), `${text}\n`);
    return findPrices(folder);
  };

  it('are not in the code of the phone', () => {
    expect(findPrices(join(__dirname, '../../miniprogram'))).toEqual([]);
  });

  it.each(planted)('are found as %s', (_what, file, text) => {
    expect(find(file, text)).not.toEqual([]);
  });

  it.each(harmless)('are not seen in %s', (_what, file, text) => {
    expect(find(file, text)).toEqual([]);
  });
});
