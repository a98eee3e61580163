import type { Context } from '../shared/context';
import type { ChatMessage } from '../shared/domain/chat/conversation';
import { parseAnswer } from '../shared/domain/chat/prompt';
import type { ParsedAnswer, PictureChoices } from '../shared/domain/chat/prompt';
import { describeError } from '../shared/domain/log';

/** Each write costs a database call and a push to the page. */
const minWriteGapMs = 1_500;
const minWriteLength = 100;
/** Written even without new text, as a heartbeat; the write also tells whether the user has stopped the answer. */
const maxWriteGapMs = 2_500;
const maxEndWaitMs = 1_000;

export type Growth = {
  /** Aborted when the rest is no longer wanted: `reason()` says why. */
  signal: AbortSignal;
  reason(): 'stop' | 'lost' | null;
  onText: (textSoFar: string) => void;
  /** The received text as the owner may see it: an unfinished proposal is hidden. */
  shown(): ParsedAnswer;
  /** Stops writing; the creator must call it. */
  end(): Promise<void>;
};

/**
 * Writes an answer into its row as it arrives: its first text at once, later after at least `minWriteLength` characters and
 * `minWriteGapMs`, or after `maxWriteGapMs` in any case. Each write finds out whether the answer is still wanted. A failed write
 * does not matter: the next one contains more.
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
