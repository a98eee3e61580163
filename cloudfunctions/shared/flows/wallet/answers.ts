import { factsOf } from '../../data/wallet/events';
import type { SettleSource } from '../../data/wallet/settlements';
import { describeError } from '../../domain/log';
import type { ChannelAnswer } from '../../domain/wallet/channel';
import type { SettleNeeds } from './needs';

/** Records the channel's answer about an order, and its outcome. Never throws: other rows are authoritative. */
export async function keepAnswer(
  orderId: string,
  answer: ChannelAnswer,
  { source, outcome }: { source: SettleSource; outcome: string },
  { clock, log, wallet }: Pick<SettleNeeds, 'clock' | 'log' | 'wallet'>,
): Promise<void> {
  const facts = answer.state === 'none' ? { status: 'none' } : factsOf(answer.evidence);
  try {
    await wallet.events.record({
      ...{ kind: 'query', orderId, source, outcome, createdAt: clock.now() },
      facts: { ...facts, outcome },
    });
  } catch (error) {
    log.warn('event not kept', { orderId, cause: describeError(error) });
  }
}
