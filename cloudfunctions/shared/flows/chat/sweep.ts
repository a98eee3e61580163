import type { ChatArea } from '../../data/chat/area';
import { holdMs } from '../../domain/chat/conversation';
import type { Clock } from '../../domain/time/clock';
import type { Sweep } from '../due/sweep';

/** Ends interrupted answers without charging for them. */
export const sweepSilentAnswers: Sweep<{
  clock: Clock;
  chat: Pick<ChatArea, 'answers' | 'growth'>;
}> = {
  name: 'silent answers',
  counts: ['answers'],
  signs: ({ chat }) => [chat.growth.sign()],
  async run({ chat, clock }, run) {
    const now = clock.now();
    await run.throughAll(
      'chat_messages',
      (limit) => chat.growth.listSilent(now, holdMs, limit),
      async (row) => {
        const { isOurs } = await chat.answers.endInterrupted(row.read(), holdMs, clock.now());
        if (isOurs) run.count('answers');
      },
    );
    const sign = await chat.growth.oldestSign(now, holdMs);
    run.expectAt(sign && new Date(sign.getTime() + holdMs));
  },
};
