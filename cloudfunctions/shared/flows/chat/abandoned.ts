import type { ChatArea } from '../../data/chat/area';
import { holdMs, isSilent } from '../../domain/chat/conversation';
import type { ChatMessage } from '../../domain/chat/conversation';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';

type Needs = { clock: Clock; log: Log; chat: Pick<ChatArea, 'answers'> };

/** Keeps the read of one's own messages fast. */
const maxEnded = 3;

/** Ends answers whose function has died, when their owner reads them. Never fails the read. */
export async function endAbandoned(
  messages: readonly ChatMessage[],
  { clock, log, chat }: Needs,
): Promise<void> {
  const abandoned = messages.filter((message) => isSilent(message, clock.now(), holdMs));
  for (const message of abandoned.slice(0, maxEnded)) {
    try {
      await chat.answers.endInterrupted(message, holdMs, clock.now());
    } catch (error) {
      log.warn('own answer not ended', { cause: describeError(error) });
    }
  }
}
