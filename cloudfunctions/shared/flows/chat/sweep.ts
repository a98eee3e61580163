import type { ChatArea } from '../../data/chat/area';
import type { Clock } from '../../domain/time/clock';
import type { Sweep } from '../sweep';

/** Longer than a function may run, so no function is still writing the answer. */
const silentAfterMs = 120_000;

/** Interrupted answers end, unpaid. */
export const sweepSilentAnswers: Sweep<{
  clock: Clock;
  chat: Pick<ChatArea, 'answers' | 'growth'>;
}> = {
  counts: ['answers'],
  async run({ chat, clock }, run) {
    const now = clock.now();
    await run.throughAll(
      'chat_messages',
      (limit) => chat.growth.listSilent(now, silentAfterMs, limit),
      async (row) => {
        const { isOurs } = await chat.answers.endInterrupted(
          row.read(),
          silentAfterMs,
          clock.now(),
        );
        if (isOurs) run.count('answers');
      },
    );
  },
};
