import { fillDesk } from './desk';
import { seen } from './state';
import type { State } from './state';

/** Pages of `packages/admin`; the user root is an admin, kim is support. */
export const adminStates: State[] = [
  {
    name: '我的 · 管理员',
    who: 'root',
    path: 'pages/profile/index',
    async prepare(workshop) {
      await workshop.member('root', { userType: 'admin', nickname: '陈默' });
      await workshop.member('kim', { userType: 'support', nickname: '客服小金' });
      await fillDesk(workshop);
    },
    reach: seen('管理'),
  },
  {
    name: '管理 · 用户',
    who: 'root',
    path: 'packages/admin/users/index',
    async prepare(workshop) {
      const userId = await workshop.member('kate', { nickname: '墨竹设计', vipLevel: 2 });
      const input = { userId, feature: 'chat_ap_monthly', value: 1500, reason: '客服补偿' };
      await workshop.invoke('root', 'quota', 'adjust', { ...input, requestId: 'screens' });
    },
    reach: seen('墨竹设计'),
  },
  {
    name: '管理 · 用户的经过',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.text('没有更早的了').waitFor();
    },
  },
  {
    name: '管理 · 调整积分',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.button(/^调整积分/).click();
      await phone.page
        .locator('input[aria-label="积分数量"]')
        .filter({ visible: true })
        .first()
        .fill('20');
    },
  },
  {
    name: '调整额度',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.button('调整额度').click();
      await phone.text('当前额度').waitFor();
      const field = phone.page.locator('.form input').filter({ visible: true });
      await field.first().fill('300');
      await field.last().fill('双十二活动，商家素材加量');
    },
  },
  {
    name: '管理 · 概览',
    who: 'root',
    path: 'packages/admin/overview/index',
    reach: seen('近 24 小时'),
  },
  {
    name: '管理 · 没有权限',
    who: 'frank',
    path: 'packages/admin/overview/index',
    reach: seen('没有权限'),
  },
  {
    name: '管理 · 死信任务',
    who: 'root',
    path: 'packages/admin/tasks/index',
    reach: seen('重放这一张'),
  },
  {
    name: '管理 · 死信任务 · 丢弃',
    who: 'root',
    path: 'packages/admin/tasks/index',
    async reach(phone) {
      await phone.button('处理，丢弃').click();
      await phone.page
        .locator('input[aria-label="原因"]')
        .filter({ visible: true })
        .first()
        .fill('用户已另外下单');
    },
  },
  {
    name: '管理 · 死信任务 · 客服',
    who: 'kim',
    path: 'packages/admin/tasks/index',
    reach: seen(/客服只能查看/),
  },
  { name: '管理 · 队列', who: 'root', path: 'packages/admin/rows/index', reach: seen('最近作品') },
  { name: '管理 · 订单', who: 'root', path: 'packages/admin/orders/index', reach: seen('待核对') },
  {
    name: '管理 · 待核对的订单',
    who: 'root',
    path: 'packages/admin/orders/index',
    async reach(phone) {
      await phone.page.locator('.tag.bad').filter({ visible: true }).first().click();
      await phone.text('入账').waitFor();
    },
  },
  {
    name: '管理 · 退款',
    who: 'root',
    async reach(phone, { url }) {
      const query = new URLSearchParams({
        ...{ user: 'root', page: 'packages/admin/order/index', id: 'Pdesk0000000' },
      });
      await phone.page.goto(`${url}/app.html?${query.toString()}`);
      await phone.page.getByRole('button', { name: '退款', exact: true }).click();
      await phone.page
        .locator('input[aria-label="退款金额，元"]')
        .filter({ visible: true })
        .first()
        .fill('3');
    },
  },
  {
    name: '管理 · 待批准',
    who: 'root',
    path: 'packages/admin/proposals/index',
    reach: seen('待批准'),
  },
  {
    name: '管理 · 服务商',
    who: 'root',
    path: 'packages/admin/providers/index',
    reach: seen('虚拟试衣'),
  },
  {
    name: '管理 · 一个服务商',
    who: 'root',
    path: 'packages/admin/providers/index',
    async prepare(workshop) {
      const test = { configId: 'zhipu-text2img', requestId: 'screens' };
      await workshop.invoke('root', 'queue', 'testProvider', test);
      const settings = { priority: 100, weight: 60, maxConcurrent: 5, perMinute: 60 };
      await workshop.invoke('root', 'admin', 'saveProvider', {
        ...{ configId: 'zhipu-text2img', version: 1, requestId: 'screens' },
        settings: { ...settings, isActive: true },
      });
    },
    async reach(phone) {
      await phone.text(/cogview/).click();
      await phone.text('同级分流').waitFor();
    },
  },
  {
    name: '管理 · 场景',
    who: 'root',
    path: 'packages/admin/drafts/index',
    reach: seen('新场景'),
  },
  {
    name: '管理 · 场景编辑',
    who: 'root',
    path: 'packages/admin/drafts/index',
    async reach(phone) {
      await phone.text('老城小巷').click();
      await phone.text('回退后立即生效').waitFor();
      const text = phone.page.locator('textarea').filter({ visible: true }).first();
      await text.fill('老城的石板小巷，远处有水面和小桥，两边是灰砖墙和木门，午后的阳光斜照进来');
      await phone.text('先预览一张').waitFor();
    },
  },
  {
    name: '管理 · 新场景',
    who: 'root',
    path: 'packages/admin/drafts/index',
    async reach(phone) {
      await phone.text('新场景').click();
      await phone.text('用户选场景时看到，竖图最好').waitFor();
    },
  },
  {
    name: '管理 · 提示词',
    who: 'root',
    reach: async (phone, { url }) => {
      await phone.page.goto(templatesAt(url));
      await phone.text('新提示词').waitFor();
    },
  },
  {
    name: '管理 · 新提示词',
    who: 'root',
    async reach(phone, { url }) {
      await phone.page.goto(templatesAt(url));
      await phone.text('新提示词').click();
      await phone.text('用在哪里，存下以后不能改').waitFor();
    },
  },
];

function templatesAt(url: string): string {
  const query = { user: 'root', page: 'packages/admin/drafts/index', kind: 'template' };
  return `${url}/app.html?${new URLSearchParams(query).toString()}`;
}
