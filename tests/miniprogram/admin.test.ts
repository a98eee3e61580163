import type { QuotaAudit, QuotaSources } from '../../cloudfunctions/shared/contracts/quota';
import { quota } from '../../cloudfunctions/shared/contracts/quota';
import { toClosed, toPerson } from '../../miniprogram/packages/admin/people';
import { toPlanSheet } from '../../miniprogram/packages/admin/plan-sheet/view';
import { explainAmount, maxAmount, toAmount } from '../../miniprogram/packages/admin/quota/amounts';
import { emptyForm, toAdjustment, toFormView } from '../../miniprogram/packages/admin/quota/form';
import {
  toAudits,
  toExplain,
  toMeaning,
  toTable,
} from '../../miniprogram/packages/admin/quota/view';
import { createRequestIds } from '../../miniprogram/packages/admin/request-ids';
import { somePlans } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const gibibyte = 1024 ** 3;

function source(more: Partial<QuotaSources> = {}): QuotaSources {
  return {
    ...{ feature: 'image_daily', label: '每日生成', unit: 'count', period: 'day' },
    limit: 240,
    source: 'plan',
    planId: 'plus',
    expiresAt: null,
    used: 146,
    held: 0,
    remaining: 94,
    resetAt: '2026-11-21T16:00:00.000Z',
    defaultLimit: 60,
    planLimit: 240,
    overrideLimit: null,
    overrideReason: '',
    ...more,
  };
}

const ap = source({
  feature: 'chat_ap_monthly',
  limit: 1500,
  source: 'override',
  used: 84,
  remaining: 1416,
  defaultLimit: 110,
  planLimit: 1100,
  overrideLimit: 1500,
});

const storage = source({
  feature: 'storage_bytes',
  limit: 20 * gibibyte,
  used: 1.5 * gibibyte,
  defaultLimit: 2 * gibibyte,
  planLimit: 20 * gibibyte,
});

describe('toTable', () => {
  it('makes the winning source bold, and an override amber', () => {
    const rows = toTable([source(), ap, storage]);
    const cells = rows.map((row) => row.cells.map(({ text, tone }) => `${text}${tone}`));

    expect(cells).toEqual([
      ['60', '240strong', '—'],
      ['110', '1100', '1500override'],
      ['2', '20strong', '—'],
    ]);
    expect(rows.map(({ effective }) => effective)).toEqual(['240 次', '1500', '20 GB']);
    expect(rows[1]?.label).toBe('每月 AP，生效 1500，来自覆盖，查看来源');
  });

  it('names the unit of every size of a row that has several', () => {
    const mixed = { ...storage, defaultLimit: 200 * 1024 ** 2 };
    const [row] = toTable([mixed]);

    expect(row?.cells.map(({ text }) => text)).toEqual(['200 MB', '20 GB', '—']);
  });

  it('shortens what a column has no room for, and says every digit aloud', () => {
    const [row] = toTable([source({ overrideLimit: 12_345_678, limit: 12_345_678 })]);

    expect(row?.cells[2]?.text).toBe('1234万');
    expect(row?.effective).toBe('1234万 次');
    expect(row?.label).toContain('生效 12345678 次');
  });

  it('shows an override of nothing', () => {
    const [row] = toTable([source({ overrideLimit: 0, limit: 0, source: 'override' })]);

    expect(row?.cells[2]).toEqual({ text: '0', tone: 'override' });
  });
});

describe('toMeaning', () => {
  it('says what the change means now', () => {
    expect(toMeaning(source(), 300, null)).toBe('今日已用 146 次，保存后还可生成 154 次');
    expect(toMeaning(ap, 2000, null)).toBe('本月已用 84 AP，保存后还可用 1916 AP');
    expect(toMeaning(storage, 2 * gibibyte, null)).toBe('已用 1.5 GB，保存后还可存 512 MB');
  });

  it('never promises less than nothing', () => {
    expect(toMeaning(source(), 100, null)).toBe('今日已用 146 次，保存后今天不能再生成');
    expect(toMeaning({ ...ap, used: 98, held: 2 }, 100, null)).toBe(
      '本月已用 98 AP，保存后本月不能再聊',
    );
    expect(toMeaning(storage, 0, null)).toBe('已用 1.5 GB，保存后不能再存新作品');
  });

  it('says what comes after the last day', () => {
    expect(toMeaning(source(), 300, '12月31日')).toContain('，12月31日后恢复为 240 次');
    expect(toMeaning(source({ planLimit: null }), 300, '12月31日')).toContain('恢复为 60 次');
  });
});

describe('toAmount', () => {
  it.each([
    ['image_daily', ' 300 ', 300],
    ['image_daily', '0', 0],
    ['image_daily', '1.5', null],
    ['image_daily', '-1', null],
    ['chat_ap_monthly', '', null],
    ['storage_bytes', '0.5', gibibyte / 2],
  ] as const)('reads %s %s as %s', (feature, text, amount) => {
    expect(toAmount(feature, text)).toBe(amount);
  });
});

describe('the maximum amount', () => {
  const adjusted = (value: number) =>
    quota.adjust.input.safeParse({
      userId: 'u1',
      feature: 'storage_bytes',
      value,
      reason: '活动',
      requestId: 'request-1',
    }).success;

  it('is the bound of the contract', () => {
    expect(adjusted(maxAmount)).toBe(true);
    expect(adjusted(maxAmount + 1)).toBe(false);
  });

  it.each([
    ['image_daily', '1000000000000000', '1000000000000001', '太大了，最多 1000000000000000 次'],
    ['image_daily', '1000000000000000', '99999999999999999', '太大了，最多 1000000000000000 次'],
    ['chat_ap_monthly', '999999999999', '9'.repeat(18), '太大了，最多 1000000000000000 AP'],
    ['storage_bytes', '931322.57', '931322.58', '太大了，最多 931322.57 GB'],
    ['storage_bytes', '931322', '999999', '太大了，最多 931322.57 GB'],
    ['storage_bytes', '931322', '1000000', '太大了，最多 931322.57 GB'],
  ] as const)('%s: takes %s, and says why not %s', (feature, most, more, hint) => {
    const taken = toAmount(feature, most);
    expect(taken !== null && adjusted(taken)).toBe(true);
    expect(toAmount(feature, more)).toBeNull();
    expect(explainAmount(feature, more)).toBe(hint);

    const form = { ...emptyForm, feature, value: more, reason: '活动' };
    expect(toFormView(form, source({ feature }), now)).toMatchObject({
      hint,
      isWrong: true,
      canSave: false,
      saveLabel: `保存，${hint}`,
    });
  });
});

describe('toFormView', () => {
  const form = { ...emptyForm, value: '300', reason: '双十二活动' };

  it('is ready with an amount and a reason', () => {
    expect(toFormView(form, source(), now)).toMatchObject({
      unit: '次/天',
      until: '长期有效',
      hint: '今日已用 146 次，保存后还可生成 154 次',
      canSave: true,
      saveLabel: '保存，立即生效',
    });
  });

  it('says what is missing', () => {
    expect(toFormView({ ...form, reason: ' ' }, source(), now)).toMatchObject({
      canSave: false,
      saveLabel: '保存，先填原因',
    });
    expect(toFormView({ ...form, value: '' }, source(), now)).toMatchObject({
      canSave: false,
      isWrong: false,
      saveLabel: '保存，先填新的额度',
    });
    expect(toFormView({ ...form, value: '很多' }, source(), now)).toMatchObject({
      isWrong: true,
      hint: '请填整数',
    });
  });

  it('counts the reason in code points, up to the bound of the contract', () => {
    const view = (length: number) =>
      toFormView({ ...form, reason: '🐱'.repeat(length) }, source(), now);

    expect(view(100)).toMatchObject({ canSave: true, reasonCount: '100/100', isReasonOver: false });
    expect(view(101)).toMatchObject({
      canSave: false,
      reasonCount: '101/100',
      isReasonOver: true,
      saveLabel: '保存，原因最多 100 字',
    });
  });

  it('names the last day', () => {
    expect(toFormView({ ...form, date: '2026-12-31' }, source(), now).until).toBe('至12月31日');
    expect(toFormView({ ...form, date: '2027-01-01' }, source(), now).until).toBe('至2027年1月1日');
  });

  it('removes only an existing override', () => {
    expect(toFormView(form, source(), now).canRemove).toBe(false);
    expect(toFormView(form, source({ overrideLimit: 0 }), now).canRemove).toBe(true);
  });
});

describe('toAdjustment', () => {
  it('lasts to the end of the day in Beijing', () => {
    const form = { ...emptyForm, value: '300', date: '2026-12-31', reason: ' 双十二活动 ' };

    expect(toAdjustment('u1', form)).toEqual({
      userId: 'u1',
      feature: 'image_daily',
      value: 300,
      reason: '双十二活动',
      expiresAt: '2026-12-31T23:59:59+08:00',
    });
    expect(toAdjustment('u1', { ...form, date: '' })).not.toHaveProperty('expiresAt');
    expect(toAdjustment('u1', { ...form, reason: '' })).toBeNull();
    expect(toAdjustment('u1', { ...form, value: 'x' })).toBeNull();
  });
});

describe('createRequestIds', () => {
  it('keeps the request id of a change while it is retried', () => {
    const keys = createRequestIds();
    const first = keys.of({ value: 300 });

    expect(keys.of({ value: 300 })).toBe(first);
    expect(keys.of({ value: 301 })).not.toBe(first);
  });

  it('creates a new one once the cloud has answered', () => {
    const keys = createRequestIds();
    const first = keys.of({ value: 300 });
    keys.done();

    expect(keys.of({ value: 300 })).not.toBe(first);
  });
});

describe('toAudits', () => {
  const audit: QuotaAudit = {
    id: 'a1',
    userId: 'u1',
    featureCode: 'chat_ap_monthly',
    before: null,
    after: 1500,
    effectiveBefore: 1100,
    effectiveAfter: 1500,
    expiresAt: null,
    reason: '客服补偿',
    adminId: 'admin_1',
    adminName: '陈默',
    createdAt: '2026-11-12T02:24:00.000Z',
  };
  const row = (more: Partial<QuotaAudit> = {}) => toAudits([{ ...audit, ...more }], now)[0];

  it('shows what changed, by whom, when and why', () => {
    expect(row()).toEqual({
      id: 'a1',
      what: '每月 AP',
      change: '1100 → 1500',
      line: '11月12日 10:24 · 陈默',
      reason: '客服补偿',
      isShort: true,
    });
  });

  it('says how long it lasts, and when it was taken away', () => {
    expect(row({ expiresAt: '2026-12-31T15:59:59.000Z' })?.line).toContain('至12月31日');
    expect(row({ after: null, effectiveBefore: 1500, effectiveAfter: 1100 })?.change).toBe(
      '1500 → 1100 取消覆盖',
    );
  });

  it('writes sizes and memberships in their words', () => {
    const bytes = { effectiveBefore: 2 * gibibyte, effectiveAfter: 20 * gibibyte };

    expect(row({ featureCode: 'storage_bytes', ...bytes })?.change).toBe('2 GB → 20 GB');
    expect(row({ featureCode: 'plan', before: null, after: 'plus' })).toMatchObject({
      what: '会员',
      change: '免费版 → 进阶版',
    });
    expect(row({ featureCode: 'plan', before: 'gold', after: null })?.change).toBe('gold → 免费版');
  });

  it('gives a long reason its own line, and an admin without a name the id', () => {
    expect(row({ reason: '商家素材很多，先放宽' })?.isShort).toBe(false);
    expect(row({ adminName: '' })?.line).toContain('admin_1');
  });
});

describe('toExplain', () => {
  it('names the source, and the amount left', () => {
    const explanation = {
      ...ap,
      held: 2,
      remaining: 1414,
      expiresAt: '2026-12-31T15:59:59.000Z',
      holds: [],
      rows: [
        { collection: 'user_subscriptions', id: 'u1', decides: true, what: '覆盖：1500 AP' },
        { collection: 'users', id: 'u1', decides: false, what: '默认额度：110 AP' },
      ],
    };

    expect(toExplain(explanation, now)).toMatchObject({
      title: '每月 AP 1500',
      line: '来自覆盖 · 12月31日 23:59 到期 · 已用 84 AP · 预留 2 AP · 还剩 1414 AP',
      rows: [
        { what: '覆盖：1500 AP', where: 'user_subscriptions / u1', decides: true },
        { decides: false },
      ],
    });
  });
});

describe('one size in one sheet', () => {
  it('is written in one way', () => {
    const explanation = {
      ...storage,
      limit: 1.5 * 1024 ** 4,
      used: 0,
      remaining: 1.5 * 1024 ** 4,
      holds: [],
      rows: [],
    };
    const { title, line } = toExplain(explanation, now);

    expect(title).toBe('存储空间 1.5 TB');
    expect(line).toBe('来自套餐 · 已用 0 B · 还剩 1.5 TB');
  });
});

describe('toPlanSheet', () => {
  const plans = somePlans().filter(({ level }) => level !== 'free');
  const sheet = (days: string, reason: string, level = 'free') =>
    toPlanSheet(plans, level, 'plus', days, reason);

  it('gives a membership, or prolongs the running one', () => {
    expect(sheet('30', '活动')).toMatchObject({ primary: '开通进阶版 30 天', canActivate: true });
    expect(sheet('090', '活动', 'plus').primary).toBe('续期进阶版 90 天');
  });

  it.each(['', '0', '3661', '1.5', '很久'])('takes no %s days', (days) => {
    expect(sheet(days, '活动').canActivate).toBe(false);
  });

  it('requires a reason for everything, and ends only a running membership', () => {
    expect(sheet('30', ' ')).toMatchObject({
      canActivate: false,
      label: '开通进阶版 30 天，先填原因',
    });
    expect(sheet('30', '活动')).toMatchObject({ hasMembership: false, canEnd: false });
    expect(sheet('30', '活动', 'plus').canEnd).toBe(true);
    expect(sheet('30', '', 'plus')).toMatchObject({ hasMembership: true, canEnd: false });
  });
});

describe('toPerson', () => {
  it('has a name for everybody, and says when the membership ends', () => {
    const user = {
      userId: 'u1',
      nickname: '',
      avatar: '',
      userType: 'wechat',
      tier: 'vip',
      membershipLevel: 'plus',
      planId: 'plus',
      endAt: '2027-03-18T10:00:00.000Z',
      inviteCode: 'K7F2M9',
      createdAt: '2026-11-01T00:00:00.000Z',
    } as const;

    expect(toPerson(user, now)).toMatchObject({
      nickname: '微信用户',
      line: '邀请码 K7F2M9 · 2027年3月18日到期',
    });
    expect(toPerson({ ...user, endAt: null }, now).line).toBe('邀请码 K7F2M9');
  });
});

describe('toClosed', () => {
  it('has a sentence of its own for users without permission', () => {
    expect(toClosed('FORBIDDEN', '没有权限进行此操作')).toMatchObject({
      title: '没有权限',
      primary: '返回',
    });
    expect(toClosed('BUSY', '同时进行的操作太多')).toMatchObject({
      reason: '同时进行的操作太多',
      primary: '重试',
    });
  });
});
