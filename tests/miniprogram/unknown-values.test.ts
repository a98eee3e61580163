import { toPerson } from '../../miniprogram/packages/admin/people';
import { toPlanSheet } from '../../miniprogram/packages/admin/plan-sheet/view';
import { toAudits, toExplain, toTable } from '../../miniprogram/packages/admin/quota/view';
import { toCards as toPlanCards, toStanding } from '../../miniprogram/packages/account/plans/view';
import { toRow } from '../../miniprogram/packages/account/records/view';
import { toExhausted } from '../../miniprogram/packages/chat/talk/exhausted';
import { toQuotaBar } from '../../miniprogram/packages/chat/talk/quota-bar';
import { toRows } from '../../miniprogram/packages/chat/talk/view';
import { toSessions } from '../../miniprogram/packages/chat/sessions/view';
import { toDetail } from '../../miniprogram/packages/picture/detail/view';
import { toSlides } from '../../miniprogram/packages/picture/result/view';
import { toProfile, toStorage, usageLine } from '../../miniprogram/pages/profile/view';
import { toCard } from '../../miniprogram/pages/works/view';
import { emptyDraft } from '../../miniprogram/utils/draft';
import { noChoiceNames } from '../../miniprogram/utils/names';
import { toUsage } from '../../miniprogram/utils/usage';
import { someMessage, someQuota } from './chat';
import { generatedWork, somePlans, somePrices, someWork } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const moment = '2026-11-21T07:02:00.000Z';
const unknown = 'never-heard-of';

const user = {
  ...{
    id: 'u1',
    nickname: '橘猫',
    avatar: '',
    avatarReview: { state: 'pending', url: '' },
    userType: 'wechat',
    tier: 'vip',
    vipLevel: 2,
  },
  ...{ membershipLevel: 'plus', isVip: true, membershipEndAt: moment, credits: 1 },
  ...{ generateCount: 1, inviteCode: 'K7F2M9', createdAt: moment },
};
const state = {
  ...{ feature: 'image_daily', limit: 60, source: 'default', planId: null, expiresAt: null },
  ...{ used: 1, held: 0, remaining: 59, resetAt: moment, defaultLimit: 60, planLimit: null },
  ...{ overrideLimit: null, overrideReason: '' },
};
const overview = {
  ...{ userId: 'u1', tier: 'free', membershipLevel: 'free', planId: null, planName: '' },
  ...{ endAt: null, version: 1, features: [state] },
};

/** A row of the cloud and the function that maps it to a view. */
type View = [what: string, row: object, view: (row: never) => unknown];

const views: View[] = [
  ['a card', someWork(), (work) => toCard(work, noChoiceNames, now)],
  ['a failed card', someWork({ status: 'failed' }), (work) => toCard(work, noChoiceNames, now)],
  ['a work', someWork(), (work) => toDetail(work, noChoiceNames)],
  ['a result', generatedWork(), (work) => toSlides([work], emptyDraft, noChoiceNames, 3)],
  [
    'a failed result',
    generatedWork({ status: 'failed', imageUrl: '' }),
    (work) => toSlides([work], emptyDraft, noChoiceNames, null),
  ],
  ['a user', user, (row) => toProfile(row, somePrices, now)],
  ['an overview', overview, (row) => [usageLine(row, now), toStorage(row)]],
  [
    'the usage',
    { used: 1, limit: 60, remaining: 59, userType: 'free', resetAt: moment },
    (row) => toUsage(row, now),
  ],
  [
    'a credit log',
    { id: 'l1', kind: 'consume', amount: -1, balance: 9, title: '猫', createdAt: moment },
    toRow,
  ],
  [
    'plans',
    { level: 'plus', endAt: moment },
    (row) => toPlanCards(somePlans(), row, somePrices, now),
  ],
  ['a standing', { level: 'plus', endAt: moment }, (row) => toStanding(null, row, false, now)],
  ['a plan', somePlans()[1] ?? {}, (plan) => toPlanSheet([plan], 'free', 'basic', '30', '活动')],
  ['a question', someMessage(), (message) => toRows([message], {}, now)],
  ['an answer', someMessage({ role: 'assistant' }), (message) => toRows([message], {}, now)],
  [
    'the AP',
    someQuota(),
    (quota) => [toQuotaBar(quota, now), toExhausted(quota, somePlans(), true)],
  ],
  [
    'a session',
    { sessionId: 's1', title: '猫', preview: '', messageCount: 1, updatedAt: moment },
    (session) => toSessions([session], null, now),
  ],
  [
    'a person',
    { ...user, userId: 'u1', endAt: moment, planId: null },
    (person) => toPerson(person, now),
  ],
  ['sources', state, (row) => toTable([row])],
  ['an explanation', { ...state, rows: [], holds: [] }, (row) => toExplain(row, now)],
  [
    'an audit',
    {
      ...{ id: 'a1', userId: 'u1', featureCode: 'plan', before: null, after: 'plus' },
      ...{ effectiveBefore: 1, effectiveAfter: 2, expiresAt: moment, reason: '活动' },
      ...{ adminId: 'u2', adminName: '管理员', createdAt: moment },
    },
    (audit) => toAudits([audit], now),
  ],
];

/** Fields in which a newer cloud may send unknown values: enums, ids of choices, moments, and optional texts. */
const open =
  /^(status|type|mode|quality|style|emotion|character|size|tier|userType|level|kind|source|feature|featureCode|saved|errorCode)$|(Level|Message|Url|At|Plan|planId|title|preview|nickname)$/;

const cases = views.flatMap(([what, row, view]) =>
  Object.keys(row)
    .filter((field) => open.test(field))
    .flatMap((field) =>
      [unknown, 'constructor', '', null, undefined].map(
        (value) => [what, field, value, { ...row, [field]: value }, view] as const,
      ),
    ),
);

/** Texts that only appear when an unknown value was not handled. */
const nonsense = /undefined|null|NaN|\[object|native code|Infinity/;

describe('a page that receives unknown values from the cloud', () => {
  it.each(cases)('shows %s with %s %j', (_what, _field, _value, row, view) => {
    for (const text of textsOf(view(row as never))) expect(text).not.toMatch(nonsense);
  });

  it('shows the names of known values, and a fallback for others', () => {
    const card = (more: object) => toCard({ ...someWork(), ...more }, noChoiceNames, now);

    expect(card({ status: unknown })).toMatchObject({ kind: 'picture', line: '15:02' });
    expect(card({ status: unknown, imageUrl: '' })).toMatchObject({ kind: 'waiting' });
    expect(card({ type: unknown })).toMatchObject({ line: '15:02 · 作品' });
    expect(toProfile({ ...user, membershipLevel: unknown } as never, null, now)).toMatchObject({
      membership: { title: '会员生效中' },
    });
    expect(
      toUsage({ used: 1, limit: 2, remaining: 1, userType: unknown } as never, now),
    ).toMatchObject({ tier: '用户', reset: '' });
  });
});

/** Every text of a view, without ids. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
