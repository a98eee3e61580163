import {
  firstChoice,
  priceName,
  toCards,
  toPurchase,
  toStanding,
} from '../../miniprogram/packages/account/plans/view';
import { somePlans, somePrices } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const free = { level: 'free', endAt: null } as const;
const plus = { level: 'plus', endAt: '2027-03-18T10:00:00.000Z' } as const;

describe('toCards', () => {
  it('puts the figures of the cloud into the same places of every card', () => {
    const [first, , third] = toCards(somePlans({ images: 321 }), plus, somePrices, now);

    expect(first).toMatchObject({
      name: '免费版',
      price: '免费',
      term: '',
      credits: '每张 3 积分，没画成会退回',
      current: '',
    });
    expect(third).toMatchObject({
      name: '进阶版',
      price: '¥39',
      term: '/ 30 天',
      figures: [
        { value: '321', unit: '次/天' },
        { value: '1100', unit: 'AP/月' },
        { value: '8', unit: 'GB 存储' },
      ],
      credits: '生成不扣积分',
      current: '当前，2027年3月18日到期',
    });
  });

  it('names no price that the cloud has not named', () => {
    const cards = toCards(somePlans(), free, null, now);

    expect(cards.map(({ credits }) => credits)).toEqual(['', '', '', '']);
    expect(JSON.stringify(cards)).not.toContain('积分');
  });

  it('shows no price while nothing can be bought', () => {
    const closed = somePlans().map((plan) => ({ ...plan, priceFen: null }));
    const cards = toCards(closed, free, somePrices, now);

    expect(cards.map(({ price, term }) => price + term)).toEqual(['', '', '', '']);
    expect(JSON.stringify(cards)).not.toMatch(/¥|免费，/);
  });

  it('says to a screen reader all that the card shows', () => {
    const [, basic] = toCards(somePlans(), free, somePrices, now);

    expect(basic?.label).toBe(
      '基础版，¥19.5/ 30 天，每天生成 240 次，每月聊天 330 AP，存储 4 GB，生成不扣积分',
    );
  });
});

describe('priceName', () => {
  it('writes whole yuan without a point', () => {
    expect([3900, 3950].map(priceName)).toEqual(['¥39', '¥39.5']);
  });
});

describe('firstChoice', () => {
  it.each([
    ['free', 'plus', 'plus'],
    ['free', '', 'basic'],
    ['free', 'gold', 'basic'],
    ['plus', '', 'pro'],
    ['pro', '', 'pro'],
  ] as const)('begins for %s, asked for "%s", with %s', (level, wanted, chosen) => {
    expect(firstChoice(somePlans(), level, wanted)).toBe(chosen);
  });
});

describe('toStanding', () => {
  const standing = (place: number, membership: Parameters<typeof toCards>[1], hasPayment = false) =>
    toStanding(
      toCards(somePlans(), membership, somePrices, now)[place] ?? null,
      ...([membership, hasPayment, now] as const),
    );

  it('says that nothing can be bought yet, and names no other way to pay', () => {
    expect(standing(2, free)).toBe('会员购买尚未开通');
    expect(standing(2, free, true)).toBe('');
  });

  it('says how long the own plan runs, and how the others compare to it', () => {
    expect(standing(2, plus)).toBe('进阶版生效中，2027年3月18日到期');
    expect(standing(1, plus)).toBe('现在的进阶版高于基础版');
    expect(standing(0, plus)).toBe('到期后会回到免费版');
    expect(standing(0, free)).toBe('正在使用免费版');
  });
});

describe('toPurchase', () => {
  const purchase = (place: number, membership: Parameters<typeof toCards>[1], hasPayment = true) =>
    toPurchase(
      toCards(somePlans(), membership, somePrices, now)[place] ?? null,
      membership,
      hasPayment,
    );

  it('offers what is above, and more of what is in force', () => {
    expect([0, 1, 2, 3].map((place) => purchase(place, plus))).toEqual([
      ...['', '', '续费进阶版', '开通专业版'],
    ]);
  });

  it('offers nothing while nothing can be bought', () => {
    expect([0, 1, 2, 3].map((place) => purchase(place, free, false))).toEqual(['', '', '', '']);
  });
});
