import type { Context } from '../shared/context';
import type { ChatMessage } from '../shared/domain/chat/conversation';
import { parseAnswer } from '../shared/domain/chat/prompt';
import type { ParsedAnswer, PictureChoices } from '../shared/domain/chat/prompt';
import { describeError } from '../shared/domain/log';

/** Each write is a call on the database and a push to the page. */
const minWriteGapMs = 1_500;
const minWriteLength = 100;
/** Written even without new text: the row shows that its function is alive, and the function learns of a stop. */
const maxWriteGapMs = 2_500;
const maxEndWaitMs = 1_000;

export type Growth = {
  /** Aborted when nobody wants the rest: `reason()` says why. */
  signal: AbortSignal;
  reason(): 'stop' | 'lost' | null;
  onText: (textSoFar: string) => void;
  /** What its owner may see of what has arrived: an unfinished proposal is hidden. */
  shown(): ParsedAnswer;
  /** Ends the writing; the creator must call it. */
  end(): Promise<void>;
};

/**
 * Writes an answer into its row as it arrives: its first text at once, then at least `minWriteLength` characters and
 * `minWriteGapMs` later, or after `maxWriteGapMs` whatever there is. Each write finds out whether the answer is still
 * wanted. A failed write does not matter: the next one holds more.
 */
export function createGrowth(
  answer: ChatMessage,
  choices: PictureChoices,
  {
    chat,
    clock,
    log,
  }: Pick<Context, 'clock' | 'log'> & {
    chat: { growth: Pick<Context['chat']['growth'], 'grow'> };
  },
): Growth {
  const controller = new AbortController();
  let reason: 'stop' | 'lost' | null = null;
  let textSoFar = '';
  let writtenLength = 0;
  let lastWriteAt = performance.now();
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
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

  function gapMs(): number {
    const isFirstText = writtenLength === 0 && textSoFar !== '';
    if (isFirstText) return 0;
    return textSoFar.length - writtenLength >= minWriteLength ? minWriteGapMs : maxWriteGapMs;
  }

  /** One write at a time, so that none overtakes another. */
  function schedule(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (isEnded || writing !== null) return;
    timer = setTimeout(
      () => {
        timer = null;
        lastWriteAt = performance.now();
        writtenLength = textSoFar.length;
        writing = write().then(() => {
          writing = null;
          schedule();
        });
      },
      Math.max(0, lastWriteAt + gapMs() - performance.now()),
    );
  }

  schedule();

  return {
    signal: controller.signal,
    reason: () => reason,
    shown,
    onText(text) {
      textSoFar = text;
      schedule();
    },
    async end() {
      isEnded = true;
      if (timer !== null) clearTimeout(timer);
      // A late write finds that the answer has ended, and changes nothing.
      if (writing !== null) await Promise.race([writing, clock.sleep(maxEndWaitMs)]);
    },
  };
}
