import { toOwnAvatar } from '../../miniprogram/utils/avatar';
import type { CreditLog } from '../../cloudfunctions/shared/contracts/userInfo';
import type { QuotaOverview } from '../../cloudfunctions/shared/contracts/quota';
import type { User } from '../../cloudfunctions/shared/contracts/values';
import { uploadAfter, explainProfile } from '../../miniprogram/packages/account/edit/view';
import { isInTab, toDays, toRow } from '../../miniprogram/packages/account/records/view';
import type { RecordTab } from '../../miniprogram/packages/account/records/view';
import { findTemplates, toTabs } from '../../miniprogram/packages/picture/inspire/view';
import { CloudError } from '../../miniprogram/services/cloud';
import {
  toAp,
  toCounts,
  toProfile,
  toStorage,
  usageLine,
} from '../../miniprogram/pages/profile/view';
import { somePrices } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');

function log(more: Partial<CreditLog> = {}): CreditLog {
  return {
    id: 'consume:1',
    kind: 'consume',
    amount: -1,
    balance: 91,
    title: '文生图 · 窗台上的橘猫',
    createdAt: '2026-11-21T07:02:00.000Z',
    ...more,
  };
}

const user: User = {
  id: 'user_1',
  nickname: '',
  avatar: '',
  avatarReview: null,
  userType: 'wechat',
  tier: 'free',
  vipLevel: 0,
  membershipLevel: 'free',
  isVip: false,
  membershipEndAt: null,
  credits: 86,
  generateCount: 128,
  inviteCode: 'K7F2M9',
  createdAt: '2026-11-01T00:00:00.000Z',
};

describe('toOwnAvatar', () => {
  it.each([
    [null, 'cloud://a', ''],
    [{ state: 'pending', url: 'https://new' }, 'https://new', '新头像审核中，通过前只有你能看到'],
    [{ state: 'pending', url: '' }, 'cloud://a', '新头像审核中，通过前只有你能看到'],
    [
      { state: 'refused', reason: '新头像没有通过审核，请换一张' },
      'cloud://a',
      '新头像没有通过审核，请换一张',
    ],
  ] as const)('of %j is %s, with the note %s', (avatarReview, picture, note) => {
    expect(toOwnAvatar({ avatar: 'cloud://a', avatarReview })).toEqual({ picture, note });
  });
});

describe('explainProfile', () => {
  it.each([
    ['CONTENT_REFUSED', undefined, '这个昵称不能用，请换一个'],
    ['STORAGE_FULL', { limitBytes: 1, usedBytes: 2 }, '云端的话'],
    ['INVALID_INPUT', undefined, '云端的话'],
  ] as const)('says what was wrong: %s', (failure, details, words) => {
    expect(explainProfile(new CloudError(failure, '云端的话', details))).toBe(words);
  });
});

describe('uploadAfter', () => {
  it.each([
    ['unfit', 'INVALID_INPUT', { field: 'avatar', problem: '图片不能超过 2 MB' }],
    ['unfit', 'STORAGE_FULL', { limitBytes: 1, usedBytes: 2 }],
    ['removed', 'CONTENT_REFUSED', undefined],
    ['reusable', 'INVALID_INPUT', { field: 'nickname', problem: '最多 20 个字' }],
    ['reusable', 'CHECK_UNAVAILABLE', undefined],
    ['reusable', 'OFFLINE', undefined],
  ] as const)('is %s after %s', (end, failure, details) => {
    expect(uploadAfter(new CloudError(failure, '云端的话', details))).toBe(end);
  });
});

describe('toRow', () => {
  it('writes a charge with a minus and a refund with a plus', () => {
    expect(toRow(log())).toMatchObject({
      title: '文生图 · 窗台上的橘猫',
      line: '15:02 · 余额 91',
      amount: '−1',
      isIncome: false,
    });
    expect(toRow(log({ kind: 'refund', amount: 4 }))).toMatchObject({
      amount: '+4',
      isIncome: true,
      icon: 'rollback',
    });
  });

  it('lead to the order or the work that they are about', () => {
    expect(toRow(log({ workId: 'work_1' })).url).toBe('/packages/picture/detail/index?id=work_1');
    expect(toRow(log({ orderId: 'P1' })).url).toBe('/packages/wallet/order/index?id=P1');
    expect(toRow(log({ kind: 'checkin' })).url).toBe('/packages/wallet/checkin/index');
    expect(toRow(log({ kind: 'invite' })).url).toBe('/packages/wallet/invite/index');
    expect(toRow(log({ kind: 'welcome' })).url).toBe('');
  });

  it('names the kind when a row has no title', () => {
    expect(toRow(log({ kind: 'welcome', amount: 100, title: '' })).title).toBe('新用户赠送');
  });
});

describe('toDays', () => {
  const logs = [
    log({ id: '1' }),
    log({ id: '2', kind: 'refund', amount: 1 }),
    log({ id: '3', createdAt: '2026-11-20T07:02:00.000Z' }),
    log({ id: '4', kind: 'adjust', amount: -5, createdAt: '2026-11-20T07:01:00.000Z' }),
    log({ id: '5', kind: 'welcome', amount: 100, createdAt: '2026-11-01T07:02:00.000Z' }),
  ];
  const ids = (tab: Parameters<typeof toDays>[1]) =>
    toDays(logs, tab, now).map(({ name, rows }) => [name, rows.map(({ id }) => id).join('')]);

  it('groups by day, newest first', () => {
    expect(ids('all')).toEqual([
      ['今天', '12'],
      ['昨天', '34'],
      ['11月1日', '5'],
    ]);
  });

  it('distinguishes recharges, charges and refunds', () => {
    const bought = [log({ id: '6', kind: 'recharge', amount: 60, orderId: 'P1' })];
    const back = [log({ id: '7', kind: 'refund_recharge', amount: -60, orderId: 'P1' })];
    const inTab = (tab: RecordTab) => [...bought, ...back].map((one) => isInTab(one, tab));
    expect(inTab('recharge')).toEqual([true, true]);
    expect(inTab('consume')).toEqual([false, false]);
    expect(ids('recharge')).toEqual([]);
    expect(ids('refund')).toEqual([['今天', '2']]);
    expect(ids('consume')).toEqual([
      ['今天', '1'],
      ['昨天', '34'],
    ]);
  });
});

const state = { source: 'default', planId: null, expiresAt: null, held: 0, resetAt: null } as const;

const overview: QuotaOverview = {
  userId: 'user_1',
  tier: 'free',
  membershipLevel: 'free',
  planId: null,
  planName: '免费版',
  endAt: null,
  version: 3,
  features: [
    {
      ...state,
      ...{ feature: 'image_daily', label: '每日生成', unit: 'count', period: 'day' },
      limit: 50,
      used: 15,
      remaining: 35,
      resetAt: '2026-11-21T16:00:00.000Z',
    },
    {
      ...state,
      ...{ feature: 'chat_ap_monthly', label: '每月 AP', unit: 'ap', period: 'month' },
      ...{ limit: 100, used: 84, remaining: 16 },
    },
    {
      ...state,
      ...{ feature: 'storage_bytes', label: '存储空间', unit: 'bytes', period: null },
      limit: 2 * 1024 ** 3,
      used: 0.6 * 1024 ** 3,
      remaining: 1.4 * 1024 ** 3,
    },
  ],
};

describe('toProfile', () => {
  it('has a name for a user without one', () => {
    expect(toProfile(user, somePrices, now).nickname).toBe('微信用户');
  });

  it('offers the membership to users without one, and not to admins', () => {
    const member = {
      ...user,
      tier: 'vip',
      membershipLevel: 'plus',
      membershipEndAt: '2027-03-18T10:00:00.000Z',
    } as const;

    expect(toProfile(user, somePrices, now, true).membership).toEqual({
      title: '升级会员',
      line: '每天多画一些，生成不扣积分',
    });
    expect(toProfile(user, null, now, true).membership?.line).toBe('每天多画一些');
    expect(toProfile(member, somePrices, now).membership).toEqual({
      title: '进阶版生效中',
      line: '生成不扣积分，2027年3月18日到期',
    });
    expect(toProfile({ ...user, tier: 'admin' }, somePrices, now, true).membership).toBeNull();
  });

  it('does not lead to the plans while nothing can be bought', () => {
    expect(toProfile(user, somePrices, now, false).membership).toBeNull();
  });

  it('has the way to the pages of the staff for admins and support only', () => {
    const isStaff = (userType: 'wechat' | 'support' | 'admin') =>
      toProfile({ ...user, userType }, somePrices, now).isStaff;
    expect([isStaff('wechat'), isStaff('support'), isStaff('admin')]).toEqual([false, true, true]);
  });
});

describe('profile lines', () => {
  it('reads 今日 15/50 次 · 明日 0:00 重置', () => {
    expect(usageLine(overview, now)).toBe('今日 15/50 次 · 明日 0:00 重置');
    expect(usageLine(null, now)).toBe('今日次数暂时读不到');
  });

  it('shows the AP used as the chat does, and nothing that is unknown', () => {
    expect(toAp(overview)).toEqual({
      text: '84',
      isLong: false,
      limit: '/ 100',
      label: '本月 AP 已用 84，共 100',
    });
    expect(toAp(null)).toMatchObject({ text: '—', limit: '' });
  });

  it('leaves out the limit when there is no room for it', () => {
    const [daily, ap, storage] = overview.features;
    if (!daily || !ap || !storage) throw new Error('three features');
    const many = { ...ap, limit: 3000, used: 2950 };

    expect(toAp({ ...overview, features: [daily, many, storage] }).limit).toBe('');
  });

  it.each([
    [0, 100_000, { text: '0', isLong: false, limit: '/ 10万' }],
    [99_999, 100_000, { text: '99999', isLong: false, limit: '' }],
    [100_000, 100_000, { text: '10万', isLong: false, limit: '' }],
    [123_456, 999_999, { text: '12.34万', isLong: true, limit: '' }],
  ])('fits %d of %d on one line', (used, limit, shown) => {
    const [daily, ap] = overview.features;
    if (!daily || !ap) throw new Error('two features');
    const features = [daily, { ...ap, limit, used }];

    expect(toAp({ ...overview, features })).toMatchObject({
      ...shown,
      label: `本月 AP 已用 ${used}，共 ${limit}`,
    });
  });

  it('shortens a large balance so that it fits too', () => {
    expect(toProfile({ ...user, credits: 1_000_000 }, somePrices, now)).toMatchObject({
      credits: 1_000_000,
      purse: { text: '100万', isLong: false },
    });
  });

  it('writes the storage in readable units', () => {
    expect(toStorage(overview)).toBe('614.4 MB / 2 GB');
    expect(toStorage(null)).toBe('');
  });

  it('counts works, favourites and those of the studio', () => {
    expect(toCounts({ works: 12, favorites: 3, studio: 9 }).map(({ value }) => value)).toEqual([
      12, 3, 9,
    ]);
  });
});

describe('findTemplates', () => {
  const template = {
    id: 'cat',
    category: 'animals',
    title: '窗台上的橘猫',
    prompt: '落日很低',
    character: '',
    style: '',
    emotion: '',
    size: '864x1152',
    imageUrl: '',
  };

  it('looks in title and description, within the category', () => {
    expect(findTemplates([template], '', '橘猫')).toHaveLength(1);
    expect(findTemplates([template], 'animals', ' 落日 ')).toHaveLength(1);
    expect(findTemplates([template], 'people', '橘猫')).toEqual([]);
    expect(toTabs([{ id: 'animals', name: '动物' }])[0]).toEqual({ id: '', name: '全部' });
  });
});
