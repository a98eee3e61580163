import { element, tapTarget } from '../dom';
import { findRows, local, momentOf, showMoment, showValue, type Row } from './local';
import { act, empty, page, table, type Section } from './parts';

const tiers: [string, Row, 'active' | 'ended'][] = [
  ['免费', { userType: 'wechat', vipLevel: 0 }, 'ended'],
  ['会员', { userType: 'wechat', vipLevel: 1 }, 'active'],
  ['管理员', { userType: 'admin', vipLevel: 0 }, 'ended'],
];
const membershipMs = 30 * 24 * 3_600_000;

export const users: Section = {
  id: 'users',
  title: '用户',
  async open() {
    const list = element('div', '');
    const load = async (): Promise<void> => {
      const { docs } = await findRows('users', { limit: 200, orderBy: '-createdAt' });
      list.replaceChildren(docs.length === 0 ? empty('还没有用户登录') : userTable(docs, load));
    };
    await load();
    const name = element('input', 'field');
    name.placeholder = '输入新的 openid，至少含一个字母';
    const bar = element(
      'div',
      'bar',
      name,
      tapTarget('action', '以新用户打开', () => openPhone(name.value.trim())),
    );
    return page('用户', '每个 openid 是一位用户，可在多个标签页中同时打开。', bar, list);
  },
};

function userTable(docs: Row[], reload: () => Promise<void>): HTMLElement {
  return table(
    ['openid', '昵称', '身份', '积分', '作品', '注册时间', ''],
    docs.map((user) => ({
      cells: [
        showValue(user.openid),
        showValue(user.nickname),
        tierButtons(user, reload),
        showValue(user.credits),
        showValue(user.generateCount),
        showMoment(momentOf(user.createdAt) ?? new Date(0)),
        tapTarget('action', '打开手机', () => openPhone(showValue(user.openid))),
      ],
    })),
  );
}

function tierButtons(user: Row, reload: () => Promise<void>): HTMLElement {
  const current = user.userType === 'admin' ? 2 : Number(user.vipLevel) > 0 ? 1 : 0;
  return element(
    'div',
    'segments',
    ...tiers.map(([label, change, status], index) => {
      const button = tapTarget('segment', label, () => {
        void act(async () => {
          await local('PUT', 'collections/users', { docs: [{ ...user, ...change }] });
          await setMembership(user, status);
          await reload();
        }, `已改为${label}`);
      });
      button.setAttribute('role', 'radio');
      button.setAttribute('aria-checked', String(index === current));
      return button;
    }),
  );
}

/** The membership row is authoritative, and the level in the user's row is a copy. Custom limits are kept. */
async function setMembership(user: Row, status: 'active' | 'ended'): Promise<void> {
  const { docs } = await findRows('user_subscriptions', {
    query: JSON.stringify({ _id: user._id }),
  });
  const [current = { customQuotas: {}, version: 0 }] = docs;
  if (docs.length === 0 && status === 'ended') return;
  const now = Date.now();
  const moment = (at: number) => ({ $date: new Date(at).toISOString() });
  const membership = {
    ...{ ...current, _id: user._id, userId: user._id, planId: 'basic', status },
    ...{ startAt: moment(now), endAt: moment(now + membershipMs), updatedAt: moment(now) },
    ...{ version: Number(current.version) + 1, isSynced: false },
  };
  await local('PUT', 'collections/user_subscriptions', { docs: [membership] });
}

function openPhone(openid: string): void {
  if (/[A-Za-z]/.test(openid)) window.open(`/?user=${encodeURIComponent(openid)}`, '_blank');
}
