import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';
import { fill } from './quota-steps';

describe('the pages of the staff', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('mend what went wrong on a bad evening, and show that it is over', async () => {
    await workshop.member('root', { userType: 'admin', nickname: '陈默' });
    await workshop.member('kim', { userType: 'support' });
    const owner = await workshop.member('luna', { nickname: '小满' });
    const at = new Date(Date.now() - 20 * 60_000);
    await workshop.put('task_jobs', {
      ...{ _id: 'work_dead', taskId: 'task_dead', userId: owner, openid: 'luna', state: 'dead' },
      inputs: {
        ...{ type: 'photography', garmentAssetId: 'gone', sceneId: 'street-old-lane' },
        ...{ model: 'female', size: '864x1152', note: '', prompt: '小巷' },
      },
      ...{ type: 'photography', dueAt: null, turn: at, leaseToken: 3, leaseUntil: null },
      ...{ attempts: 3, lostLeases: 0, errorCode: 'PROVIDER_TIMEOUT', lastError: '504' },
      ...{ discardedAt: null, createdAt: at, updatedAt: at, endedAt: at },
    });

    const admin = await workshop.phone('root', { path: 'pages/profile/index' });
    await admin.button('管理').click();
    await admin.text('近 24 小时').waitFor();
    await admin.text('死信任务').click();
    await admin.text('服务商一直没有按时返回').waitFor();
    await admin.button('处理，丢弃').click();
    await fill(admin, '原因', '用户已另外下单');
    await admin.button('丢弃这一张').click();
    await admin.text('没有死信任务').waitFor();
    expect(await workshop.rows('admin_logs', { action: 'discardJob' })).toMatchObject([
      { operator: userIdOf('root'), target: 'work_dead', after: { reason: '用户已另外下单' } },
    ]);

    const models = await workshop.phone('root', { path: 'packages/admin/providers/index' });
    await models.text('wan2.7-image').click();
    await models.button('权重加 1，现在 1').click();
    await models.button(/^保存/).click();
    await models.text('权重 1 → 2').waitFor();
    await models.button('撤销，权重 1 → 2').click();
    await models.text('权重 2 → 1').waitFor();
    await eventually(async () => {
      expect(await workshop.rows('api_configs', { _id: 'dashscope-edit-wan' })).toMatchObject([
        { weight: 1, version: 3 },
      ]);
    });

    // The watchdog runs every five minutes, so a resolved alarm stays open until then.
    await workshop.control('PUT', '/local/clock', { offsetMs: 6 * 60_000 });
    await eventually(async () => {
      await workshop.control('POST', '/local/trigger/tick/tick');
      expect(await workshop.rows('alarms', { isOpen: true })).toEqual([]);
    });
    const support = await workshop.phone('kim', { path: 'packages/admin/overview/index' });
    await support.text(/一切正常/).waitFor();
    await support.text('用户').click();
    await support.button(/^查看 小满/).click();
    await support.text('没有更早的了').waitFor();
    expect(await support.text('调整积分').isVisible()).toBe(false);
  });
});
