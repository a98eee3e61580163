import { defineAction } from '../../shared/action';
import type { Context } from '../../shared/context';
import { chat } from '../../shared/contracts/chat';
import { latestReset } from '../../shared/domain/chat/ap';
import type { ApAccount } from '../../shared/domain/chat/ap';
import { apQuota } from '../../shared/domain/chat/ap-quota';
import { AppError } from '../../shared/error';
import { describeError } from '../../shared/domain/log';
import { priceOf } from '../price';

type Needs = Pick<Context, 'caller' | 'clock' | 'log'> & {
  chat: Pick<Context['chat'], 'quotas'> & {
    questions: Pick<Context['chat']['questions'], 'offer'>;
  };
  providers: Pick<Context['providers'], 'chatModels'>;
  quota: Pick<Context['quota'], 'entitlements'>;
};

export const getQuota = defineAction(chat.getQuota, {
  access: 'member',
  async run(_, context: Needs) {
    const { caller, clock, providers } = context;
    const now = clock.now();
    const [account, entitlement, offer] = await Promise.all([
      context.chat.quotas.find(caller.userId),
      context.quota.entitlements.find(caller.userId),
      context.chat.questions.offer(caller.userId),
    ]);
    if (!offer.isOn) throw new AppError('FEATURE_OFF');
    if (account !== null && account.quotaResetAt > latestReset(now)) {
      await bringBack(account, context, now);
    }
    return apQuota(account, entitlement, priceOf(providers.chatModels(offer.models)), now);
  },
});

/** The reply does not depend on it: the next read or question tries again. */
async function bringBack(
  account: ApAccount,
  { caller, chat: { quotas }, log }: Needs,
  now: Date,
): Promise<void> {
  try {
    await quotas.bringBack(caller.userId, account, now);
  } catch (error) {
    log.warn('reset not brought back', { cause: describeError(error) });
  }
}
