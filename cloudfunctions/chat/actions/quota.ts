import { defineAction } from '../../shared/action';
import type { Context } from '../../shared/context';
import { chat } from '../../shared/contracts/chat';
import { apQuota } from '../../shared/domain/chat/ap-quota';
import { priceOf } from '../price';
import { requireChat } from '../feature';

type Needs = Pick<Context, 'caller' | 'clock'> & {
  chat: Pick<Context['chat'], 'quotas'>;
  providers: Pick<Context['providers'], 'chatModels'>;
  quota: Pick<Context['quota'], 'entitlements'>;
  settings: Pick<Context['settings'], 'featureFlags'>;
};

export const getQuota = defineAction(chat.getQuota, {
  access: 'member',
  async run(_, context: Needs) {
    const { caller, clock, providers } = context;
    const now = clock.now();
    const [account, entitlement] = await Promise.all([
      context.chat.quotas.find(caller.userId),
      context.quota.entitlements.find(caller.userId),
      requireChat(context),
    ]);
    return apQuota(account, entitlement, priceOf(providers.chatModels), now);
  },
});
