import { defineAction } from '../../shared/action';
import { chat } from '../../shared/contracts/chat';
import { apQuota } from '../../shared/domain/chat/ap-quota';
import { priceOf } from '../price';
import { requireChat } from '../feature';

export const getQuota = defineAction(chat.getQuota, {
  access: 'member',
  async run(_, context) {
    const { caller, chatModels, chatQuotas, clock, entitlements } = context;
    const now = clock.now();
    const [account, entitlement] = await Promise.all([
      chatQuotas.find(caller.userId),
      entitlements.find(caller.userId),
      requireChat(context),
    ]);
    return apQuota(account, entitlement, priceOf(chatModels), now);
  },
});
