import type { Phone, Workshop } from '../support/workshop';

type Reply = { code: number; data: Record<string, unknown> };

/** Steps shared by the journeys through the quotas: the admin is root, the member is bob. */
export function createQuotaSteps(workshop: () => Workshop) {
  let bob = '';
  return { createMembers, openQuota, adjust };

  /** Returns the user id of bob. */
  async function createMembers(): Promise<string> {
    await workshop().member('root', { userType: 'admin', nickname: '陈默' });
    bob = await workshop().member('bob', { nickname: '墨竹设计' });
    return bob;
  }

  async function openQuota(width = 375): Promise<Phone> {
    const path = 'packages/admin/quota/index';
    const admin = await workshop().phone('root', { path, width, query: { userId: bob } });
    await admin.text('当前额度').waitFor();
    return admin;
  }

  async function adjust(feature: string, value: number): Promise<void> {
    const requestId = `journey-${feature}-${value}`;
    const input = { userId: bob, feature, value, reason: '测试', requestId };
    const reply = (await workshop().invoke('root', 'quota', 'adjust', input)) as Reply;
    expect(reply.code).toBe(200);
  }
}

export async function fill(phone: Phone, name: string, text: string): Promise<void> {
  const field = phone.page.locator(`input[aria-label^="${name}"]`).filter({ visible: true });
  await field.first().fill(text);
}
