import {
  firstChoice,
  priceName,
  toCards,
  toOffer,
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

describe('toOffer', () => {
  const offer = (place: number, standing: Parameters<typeof toCards>[1]) =>
    toOffer(toCards(somePlans(), standing, somePrices, now)[place] ?? null, standing, now);

  it('says as it is how a membership is got', () => {
    expect(offer(2, free)).toEqual({
      button: '联系客服开通进阶版',
      line: '会员购买还没有开放，可联系客服开通，立即生效',
    });
  });

  it('prolongs one’s own, and sells nothing below it', () => {
    expect(offer(2, plus)).toEqual({
      button: '联系客服续期',
      line: '进阶版生效中，2027年3月18日到期',
    });
    expect(offer(1, plus)).toEqual({ button: '', line: '现在的进阶版高于基础版' });
    expect(offer(0, plus)).toEqual({ button: '', line: '到期后会回到免费版' });
    expect(offer(0, free)).toEqual({ button: '', line: '正在使用免费版' });
  });
});
