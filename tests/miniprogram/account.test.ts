import type { CreditLog } from '../../cloudfunctions/shared/contracts/userInfo';
import type { User } from '../../cloudfunctions/shared/contracts/values';
import { statusLine } from '../../miniprogram/packages/account/membership/view';
import { toDays, toRow } from '../../miniprogram/packages/account/records/view';
import { findTemplates, toTabs } from '../../miniprogram/packages/picture/inspire/view';
import { toCounts, toProfile, usageLine } from '../../miniprogram/pages/profile/view';

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
  userType: 'wechat',
  tier: 'free',
  vipLevel: 0,
  membershipLevel: 'free',
  isVip: false,
  credits: 86,
  generateCount: 128,
  inviteCode: 'K7F2M9',
  createdAt: '2026-11-01T00:00:00.000Z',
};

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

  it('names the kind where a row has no title', () => {
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

  it('tells gains, charges and refunds apart', () => {
    expect(ids('gain')).toEqual([['11月1日', '5']]);
    expect(ids('refund')).toEqual([['今天', '2']]);
    expect(ids('consume')).toEqual([
      ['今天', '1'],
      ['昨天', '34'],
    ]);
  });
});

describe('toProfile', () => {
  it('has a name for who gave none', () => {
    expect(toProfile(user).nickname).toBe('微信用户');
  });

  it('offers the membership to who has none, and not to admins', () => {
    expect(toProfile(user).membership?.title).toBe('升级会员');
    expect(toProfile({ ...user, tier: 'vip' }).membership?.title).toBe('会员权益生效中');
    expect(toProfile({ ...user, tier: 'admin' }).membership).toBeNull();
  });
});

describe('profile lines', () => {
  it('reads 今日 15/50 次 · 明日 0:00 重置', () => {
    const usage = {
      used: 15,
      limit: 50,
      remaining: 35,
      userType: 'free',
      resetAt: '2026-11-21T16:00:00.000Z',
    } as const;

    expect(usageLine(usage, now)).toBe('今日 15/50 次 · 明日 0:00 重置');
    expect(usageLine(null, now)).toBe('今日次数暂时读不到');
  });

  it('counts works, favourites and everything ever made', () => {
    expect(toCounts({ works: 12, favorites: 3 }, user).map(({ value }) => value)).toEqual([
      12, 3, 128,
    ]);
  });
});

describe('statusLine', () => {
  it('promises nothing that cannot be bought yet', () => {
    expect(statusLine('free')).toBe('会员购买还没有开放，开放后在这里办理');
    expect(statusLine('vip')).toBe('会员权益生效中');
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
