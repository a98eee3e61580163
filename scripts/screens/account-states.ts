import { seen } from './state';
import type { State } from './state';

/** The tab 我的 and `packages/account`. */
export const accountStates: State[] = [
  { name: '我的', who: 'emma', path: 'pages/profile/index', reach: seen('免费用户') },
  { name: '积分记录', who: 'emma', path: 'packages/account/records/index', reach: seen(/余额/) },
  {
    name: '会员',
    who: 'alice',
    path: 'packages/account/plans/index',
    reach: seen('开通基础版'),
  },
  {
    name: '会员 · 购买尚未开通',
    who: 'alice',
    ...{ path: 'packages/account/plans/index', hasPayment: false },
    async reach(phone) {
      await phone.button(/^专业版/).click();
      await phone.text('会员购买尚未开通').waitFor();
    },
  },
  { name: '编辑资料', who: 'alice', path: 'packages/account/edit/index', reach: seen('保存') },
  { name: '设置', who: 'alice', path: 'packages/account/settings/index', reach: seen(/注销/) },
  { name: '注销', who: 'alice', path: 'packages/account/leave/index', reach: seen('注销后会怎样') },
  {
    name: '注销 · 已了解',
    who: 'alice',
    path: 'packages/account/leave/index',
    async reach(phone) {
      await phone.button('我已了解，注销后不能恢复').click();
    },
  },
  {
    name: '注销 · 已注销',
    who: 'leo',
    path: 'packages/account/leave/index',
    async reach(phone) {
      await phone.button('我已了解，注销后不能恢复').click();
      await phone.page.getByText('注销账户').filter({ visible: true }).last().click();
      await phone.page.locator('.modal-confirm').click();
      await phone.text('账户已注销').waitFor();
    },
  },
  { name: '关于', who: 'alice', path: 'packages/account/about/index', reach: seen('AI 影像工坊') },
  {
    name: '隐私',
    who: 'alice',
    path: 'packages/account/privacy/index',
    reach: seen(/我们处理哪些信息/),
  },
  {
    name: '用户协议',
    who: 'alice',
    path: 'packages/account/agreement/index',
    reach: seen(/关于本协议/),
  },
];
