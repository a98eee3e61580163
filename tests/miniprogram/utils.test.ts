import type { Tier } from '../../cloudfunctions/shared/contracts/values';
import { toResult } from '../../miniprogram/utils/album';
import { columnCount, toColumns } from '../../miniprogram/utils/columns';
import { joined, nameOf } from '../../miniprogram/utils/names';
import { countName, widthOf } from '../../miniprogram/utils/count';
import { explainLimit } from '../../cloudfunctions/quota/explain';
import { fromGigabytes, sizeName, toGigabytes } from '../../miniprogram/utils/bytes';
import { toCreditsDialog, toLimitDialog, toStorageDialog } from '../../miniprogram/utils/refusal';
import { heightPercent, ratioName } from '../../miniprogram/utils/size';
import { toUsage } from '../../miniprogram/utils/usage';
import { priceNote, shownCredits } from '../../miniprogram/utils/price';
import { somePlans, somePrices } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const resetAt = '2026-11-21T16:00:00.000Z';

describe('toUsage', () => {
  it('writes the sentence of the usage bar', () => {
    const view = toUsage({ used: 15, limit: 50, remaining: 35, userType: 'free', resetAt }, now);

    expect(view).toEqual({
      count: '15/50',
      tier: '免费用户',
      percent: 30,
      level: 'normal',
      rest: '还可生成 35 次',
      reset: '明日 0:00 重置',
      label: '今日已用 15 次，共 50 次，明日零点重置',
    });
  });

  it('warns above 80 %, not at it', () => {
    const at = (used: number) =>
      toUsage({ used, limit: 50, remaining: 50 - used, userType: 'free', resetAt }, now).level;

    expect([at(40), at(41), at(50)]).toEqual(['normal', 'high', 'full']);
  });

  it('says so when nothing is left, even beyond the limit', () => {
    const view = toUsage({ used: 60, limit: 50, remaining: 0, userType: 'free', resetAt }, now);

    expect(view).toMatchObject({ percent: 100, level: 'full', rest: '今日次数已用完' });
  });

  it.each([
    ['vip', '会员'],
    ['admin', '管理员'],
  ] as const)('calls %s %s', (userType, tier) => {
    expect(toUsage({ used: 0, limit: 200, remaining: 200, userType, resetAt }, now).tier).toBe(
      tier,
    );
  });
});

describe('shownCredits', () => {
  it('hides the credits of tiers that pay nothing, and unknown ones', () => {
    expect(shownCredits({ tier: 'free', credits: 0 }, somePrices)).toBe(0);
    expect(shownCredits({ tier: 'vip', credits: 9 }, somePrices)).toBe(-1);
    expect(shownCredits(null, somePrices)).toBe(-1);
    expect(shownCredits({ tier: 'free', credits: 9 }, null)).toBe(-1);
  });

  it('follows the cloud when it changes who pays', () => {
    const prices = { free: 0, vip: 2, admin: 0 };

    expect(shownCredits({ tier: 'free', credits: 9 }, prices)).toBe(-1);
    expect(shownCredits({ tier: 'vip', credits: 9 }, prices)).toBe(9);
  });
});

describe('priceNote', () => {
  it.each([
    [null, ''],
    [0, '生成不扣积分'],
    [2, '每张 2 积分，没画成会退回'],
  ])('says of %s: %s', (price, note) => {
    expect(priceNote(price)).toBe(note);
  });
});

const selling = (tier: Tier) => ({ tier, offersPlans: true });

describe('toLimitDialog', () => {
  it('offers memberships to a free user, with the limits of the cloud’s plans', () => {
    expect(toLimitDialog(60, selling('free'), somePlans({ images: 240 }))).toMatchObject({
      title: '今日次数已用完',
      text: '今日生成次数已达上限（60次），\n明日0点重置',
      tiers: [
        { name: '免费用户', limit: 60, isBetter: false },
        { name: '会员', limit: 240, isBetter: true },
      ],
      primary: '升级会员',
      secondary: '明天再来',
      action: 'upgrade',
    });
  });

  it('compares nothing while the plans are not known', () => {
    expect(toLimitDialog(60, selling('free'), [])).toMatchObject({ tiers: [], action: 'upgrade' });
  });

  it('offers no membership that would give no more', () => {
    expect(toLimitDialog(500, selling('free'), somePlans({ images: 240 }))).toMatchObject({
      primary: '知道了',
      action: 'close',
    });
  });

  it.each(['vip', 'admin'] as const)('leaves %s with 知道了 only', (tier) => {
    expect(toLimitDialog(200, selling(tier), somePlans())).toMatchObject({
      primary: '知道了',
      secondary: '',
      tiers: [],
      action: 'close',
    });
  });
});

describe('toStorageDialog', () => {
  const full = { usedBytes: 200 * 1024 ** 2, limitBytes: 200 * 1024 ** 2 };

  it('says how full it is, and offers more room or less in it', () => {
    expect(toStorageDialog(full, selling('free'))).toMatchObject({
      title: '存储空间满了',
      text: '已用 200 MB，共 200 MB\n删掉几张作品，或升级会员后再画',
      action: 'upgrade',
      secondaryAction: 'works',
    });
  });

  it.each([
    ['vip', 'upgrade'],
    ['admin', 'close'],
  ] as const)('leads %s to the works first', (tier, second) => {
    expect(toStorageDialog(full, selling(tier))).toMatchObject({
      primary: '去整理作品',
      action: 'works',
      secondaryAction: second,
    });
  });
});

describe('sizeName', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [86.44 * 1024 ** 2, '86.4 MB'],
    [1024 ** 3, '1 GB'],
    [1024 ** 3 - 1, '1023.9 MB'],
    [2.5 * 1024 ** 3, '2.5 GB'],
    [1.5 * 1024 ** 4, '1.5 TB'],
    [1e15, '909.4 TB'],
    [2 * 1024 ** 5, '2048 TB'],
  ])('calls %d bytes %s, as the cloud does', (bytes, name) => {
    expect(sizeName(bytes)).toBe(name);
    expect(explained(bytes)).toBe(`已用 ${name}`);
  });

  /** The sentence of the cloud that the same sheet shows. */
  function explained(used: number): string | undefined {
    const facts = { userType: 'wechat', subscription: null, plan: null } as const;
    const usage = { used, holds: [], resetAt: null };
    return explainLimit('storage_bytes', 'u1', facts, usage, new Date(now)).at(-1)?.what;
  }
});

describe('fromGigabytes', () => {
  it.each([
    ['20', 21_474_836_480],
    ['0.5', 536_870_912],
    ['0.1953125', 209_715_200],
    ['0', 0],
    ['1000000', 1_000_000 * 1024 ** 3],
  ])('takes %s GB as %d bytes', (text, bytes) => {
    expect(fromGigabytes(text)).toBe(bytes);
  });

  it.each(['', '-1', '1e3', '1.', '.5', '两个', '1,5'])('takes no %s', (text) => {
    expect(fromGigabytes(text)).toBeNull();
  });
});

describe('toGigabytes', () => {
  it.each([
    [2 * 1024 ** 3, '2'],
    [1e15, '931322.57'],
  ])('calls %d bytes %s', (bytes, text) => {
    expect(toGigabytes(bytes)).toBe(text);
    expect(fromGigabytes(text)).toBeLessThanOrEqual(bytes);
  });
});

describe('countName', () => {
  it.each([
    [0, '0'],
    [99_999, '99999'],
    [100_000, '10万'],
    [123_456, '12.34万'],
    [10_000_000, '1000万'],
    [99_999_999, '9999万'],
    [100_000_000, '1亿'],
    [123_456_789, '1.234亿'],
    [1e12, '1万亿'],
    [1e15, '1000万亿'],
  ])('calls %d %s', (value, name) => {
    expect(countName(value, 5)).toBe(name);
  });

  it('keeps as many digits as there is room for', () => {
    expect(countName(999_999, 6)).toBe('999999');
    expect(countName(1_000_000, 6)).toBe('100万');
  });
});

describe('widthOf', () => {
  it('counts a Chinese character as two digits', () => {
    expect(['', '99999', '10万', '12.34万'].map(widthOf)).toEqual([0, 5, 4, 7]);
  });
});

describe('toCreditsDialog', () => {
  it('offers one picture when the credits are enough for it', () => {
    const dialog = toCreditsDialog({ required: 6, missing: 1, credits: 5 }, 2, {
      offersPlans: true,
    });

    expect(dialog.text).toBe('这次需要 6 积分，还差 1 积分');
    expect(dialog).toMatchObject({
      ...{ primary: '改画单张', action: 'single' },
      ...{ secondary: '去充值', secondaryAction: 'recharge', checkin: '签到也能领积分' },
    });
  });

  it('does not offer what would be refused too', () => {
    expect(
      toCreditsDialog({ required: 6, missing: 4, credits: 2 }, 2, { offersPlans: true }).action,
    ).toBe('recharge');
    expect(
      toCreditsDialog({ required: 3, missing: 1, credits: 2 }, 1, { offersPlans: true }).action,
    ).toBe('recharge');
  });
});

describe('while nothing can be bought, no dialog leads to the plans', () => {
  const full = { usedBytes: 200 * 1024 ** 2, limitBytes: 200 * 1024 ** 2 };
  const short = { required: 3, missing: 1, credits: 2 };

  it.each(['free', 'vip', 'admin'] as const)('to %s', (tier) => {
    const standing = { tier, offersPlans: false };
    const dialogs = [
      toLimitDialog(60, standing, somePlans({ images: 240 })),
      toStorageDialog(full, standing),
      toCreditsDialog(short, 1, standing),
    ];

    for (const dialog of dialogs) {
      expect([dialog.action, dialog.secondaryAction]).not.toContain('upgrade');
      expect([dialog.action, dialog.secondaryAction]).not.toContain('recharge');
      expect(JSON.stringify(dialog)).not.toMatch(/会员|升级/);
      expect(dialog.tiers).toEqual([]);
    }
    expect(dialogs.map(({ primary }) => primary)).toEqual(['知道了', '去整理作品', '知道了']);
    // A check-in is not a payment, so it may be offered.
    expect(dialogs.map(({ checkin }) => checkin)).toEqual(['', '', '签到也能领积分']);
  });
});

describe('heightPercent', () => {
  it('reserves the place of a picture and falls back to a square', () => {
    expect(heightPercent('864x1152')).toBe(133.33);
    expect(heightPercent('1344x768')).toBe(57.14);
    expect(heightPercent('')).toBe(100);
  });
});

describe('ratioName', () => {
  it.each([
    ['1024x1024', '1:1'],
    ['864x1152', '3:4'],
    ['1152x864', '4:3'],
    ['768x1344', '9:16'],
    ['1344x768', '16:9'],
    ['nonsense', 'nonsense'],
  ])('calls %s %s', (size, name) => {
    expect(ratioName(size)).toBe(name);
  });
});

describe('names', () => {
  it('leaves out what has no name', () => {
    const styles = [{ id: 'ink', name: '国风水墨' }];

    expect(joined(nameOf(styles, 'ink'), nameOf(styles, 'gone'), '3:4')).toBe('国风水墨 · 3:4');
  });
});

describe('toColumns', () => {
  const card = (id: number, percent: number) => ({ id, heightPercent: percent });

  it('gives each card to the lowest column and keeps every card', () => {
    const columns = toColumns([card(1, 133), card(2, 57), card(3, 57), card(4, 100)], 2);

    expect(columns.map((column) => column.map(({ id }) => id))).toEqual([
      [1, 4],
      [2, 3],
    ]);
  });

  it('makes as many columns as fit', () => {
    expect([375, 599, 600, 900].map(columnCount)).toEqual([2, 2, 3, 4]);
  });
});

describe('toResult of saving', () => {
  it.each([
    ['saveImageToPhotosAlbum:fail auth deny', 'denied'],
    ['saveImageToPhotosAlbum:fail authorize no response', 'denied'],
    ['saveImageToPhotosAlbum:fail:auth denied', 'denied'],
    ['saveImageToPhotosAlbum:fail cancel', 'cancelled'],
    ['saveImageToPhotosAlbum:fail privacy permission is not authorized', 'cancelled'],
    ['downloadFile:fail timeout', 'failed'],
  ])('reads %s as %s', (text, result) => {
    expect(toResult(text)).toBe(result);
  });
});
