import { fullLookMs } from '../../domain/time/due';
import { nextRun } from '../../domain/wallet/settle';
import { isAppError } from '../../error';
import type { Sweep } from '../due/sweep';
import { channelOf, settle } from './settle';
import type { SettleNeeds } from './needs';

const hourMs = 60 * 60_000;

/** Polls the channel about orders that are open, closed, undelivered or being refunded. */
export const settleOrders: Sweep<SettleNeeds> = {
  name: 'orders',
  counts: ['settled', 'unanswered'],
  signs: ({ clock, wallet }) => [wallet.orders.sign(new Date(clock.now().getTime() + fullLookMs))],
  async run(needs, run) {
    const { clock, wallet } = needs;
    await run.throughAll(
      'orders',
      (limit) => wallet.orders.listDue(clock.now(), limit),
      async (row) => {
        const order = row.read();
        if (channelOf(order, needs) === null) {
          // Payment is not configured now, or serves the other environment.
          const nextQueryAt = new Date(clock.now().getTime() + hourMs);
          await wallet.orders.change(order, { nextQueryAt }, clock.now());
          return;
        }
        try {
          await settle(order, 'tick', needs);
          run.count('settled');
        } catch (error) {
          if (!isAppError(error) || error.failure !== 'PAYMENT_UNAVAILABLE') throw error;
          run.count('unanswered');
          run.expectAt(nextRun(clock.now()));
        }
      },
    );
    run.expectAt(await wallet.orders.nextQuery(clock.now()));
  },
};
