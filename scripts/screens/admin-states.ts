import { seen } from './state';
import type { State } from './state';

/** What admins see. */
export const adminStates: State[] = [
  {
    name: '我的 · 管理员',
    who: 'root',
    path: 'pages/profile/index',
    async prepare(workshop) {
      await workshop.member('root', { userType: 'admin', nickname: '陈默' });
    },
    reach: seen('调整额度'),
  },
  {
    name: '选择用户',
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
    name: '调整额度',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^调整 墨竹设计/).click();
      await phone.text('当前额度').waitFor();
      const field = phone.page.locator('.form input').filter({ visible: true });
      await field.first().fill('300');
      await field.last().fill('双十二活动，商家素材加量');
    },
  },
];
