import type { Context } from '../shared/context';
import type { ChatMessage } from '../shared/domain/chat/conversation';
import { parseAnswer } from '../shared/domain/chat/prompt';
import type { ParsedAnswer, PictureChoices } from '../shared/domain/chat/prompt';
import { describeError } from '../shared/domain/log';

/** A page may change what it shows five times a second; each write is a push to it. */
const writeEveryMs = 300;
const beatEveryMs = 1_000;
const longestWaitMs = 1_000;

export type Growth = {
  /** Aborted when nobody wants the rest: `reason()` says why. */
  signal: AbortSignal;
  reason(): 'stop' | 'lost' | null;
  onText: (textSoFar: string) => void;
  /** What its owner may see of what has arrived: a proposal that is not through yet is hidden. */
  shown(): ParsedAnswer;
  /** Ends the writing; whoever began a growth must call it. */
  end(): Promise<void>;
};

/**
 * Writes an answer into its row as it arrives, and shows every second that somebody is at work on it. Each write finds
 * out whether the answer is still wanted. A write that fails is no obstacle: the next one says more.
 */
export function createGrowth(
  answer: ChatMessage,
  choices: PictureChoices,
  { chat, clock, log }: Pick<Context, 'clock' | 'log'> & { chat: Pick<Context['chat'], 'growth'> },
): Growth {
  const controller = new AbortController();
  let reason: 'stop' | 'lost' | null = null;
  let textSoFar = '';
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lastWriteAt = performance.now() - writeEveryMs;
  let isEnded = false;

  const shown = (): ParsedAnswer => parseAnswer(textSoFar, choices, false);

  async function write(): Promise<void> {
    try {
      const outcome = await chat.growth.grow(answer, shown(), clock.now());
      if (outcome === 'grown') return;
      reason ??= outcome;
      controller.abort();
    } catch (error) {
      log.warn('answer not shown', { cause: describeError(error) });
    }
  }

  /** One write at a time, so that none overtakes another. */
  function writeSoon(): void {
    if (isEnded || timer !== null || writing !== null) return;
    const waitMs = Math.max(0, lastWriteAt + writeEveryMs - performance.now());
    timer = setTimeout(() => {
      timer = null;
      const text = textSoFar;
      lastWriteAt = performance.now();
      writing = write().then(() => {
        writing = null;
        if (text !== textSoFar) writeSoon();
      });
    }, waitMs);
  }

  const beat = setInterval(writeSoon, beatEveryMs);

  return {
    signal: controller.signal,
    reason: () => reason,
    shown,
    onText(text) {
      textSoFar = text;
      writeSoon();
    },
    async end() {
      isEnded = true;
      clearInterval(beat);
      if (timer !== null) clearTimeout(timer);
      // A write that is late finds its answer ended, and changes nothing.
      if (writing !== null) await Promise.race([writing, clock.sleep(longestWaitMs)]);
    },
  };
}
