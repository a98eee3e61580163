import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';
import { findNewestSession, listMessages } from '../service';
import type { ChatReply, Question } from '../service';
import { CloudError } from '../../../services/cloud';
import { delay } from '../../../services/delay';
import { watchOwn } from '../../../services/watch';
import type { Row, Watch } from '../../../services/watch';
import { isChatStatus } from '../../../utils/labels';

/** The state of an answer in progress. */
export type AnswerProgress = Pick<ChatMessage, 'status' | 'text' | 'apUsed'> &
  Partial<Pick<ChatMessage, 'proposal' | 'sessionId' | 'errorMessage'>>;

export type AnswerListener = {
  progressed(progress: AnswerProgress): void;
  /** The call has replied. */
  answered(reply: ChatReply): void;
  /** There was no reply, but the message in the cloud has ended. */
  ended(message: ChatMessage): void;
  /** The call was refused or has failed; nothing was charged. */
  failed(error: unknown): void;
  /** The outcome is unknown. */
  timedOut(): void;
};

/** Keeps `setData` below five calls per second, with room for other changes. */
const minIntervalMs = 350;
const nothing = (): void => undefined;
const pollMs = 3000;
/** `pollMs * maxPolls` is longer than any answer can take. */
const maxPolls = 30;

/**
 * Follows an answer until it ends. Its row is watched, and the reply of `question` is awaited when this launch of the
 * app sent it. The session is polled when there is no such reply: it was lost, or another phone sent the question.
 */
export function followAnswer(
  messageId: string,
  sessionId: string | null,
  question: Question | null,
  listener: AnswerListener,
): Watch {
  let knownSession = sessionId;
  let isClosed = false;
  let cancel = nothing;
  /** 0 while the reply is awaited. */
  let pollsLeft = 0;

  const throttle = createThrottle(minIntervalMs, (progress: AnswerProgress) => {
    if (!isClosed) listener.progressed(progress);
  });
  const onRows = (rows: Row[]) => {
    const row = rows.find(({ role }) => role === 'assistant');
    const progress = row ? toAnswerProgress(row) : null;
    if (progress === null) return;
    knownSession = progress.sessionId ?? knownSession;
    throttle.next(progress);
    if (pollsLeft > 0 && progress.status !== 'streaming') poll(pollsLeft, 0);
  };
  /** Without the watch, reads show the growing text. The reply, or `poll`, detects the end. */
  const readProgress = () => {
    if (pollsLeft > 0) return;
    void findAnswer(messageId, knownSession).then((message) => {
      if (message?.status === 'streaming') throttle.next(message);
    });
  };
  const watch = watchOwn(
    'chat_messages',
    { messageId },
    { onRows, poll: readProgress, maxWaitMs: pollMs },
  );

  const close = () => {
    isClosed = true;
    cancel();
    throttle.stop();
    watch.close();
  };
  const end = (notify: () => void) => {
    if (isClosed) return;
    close();
    notify();
  };

  /** Reads the message after `waitMs`: at once when its row says that it has ended. */
  const poll = (left: number, waitMs = pollMs) => {
    if (isClosed) return;
    pollsLeft = left;
    cancel();
    if (left === 0) {
      end(() => listener.timedOut());
      return;
    }
    cancel = delay(() => {
      void findAnswer(messageId, knownSession).then((message) => {
        if (message && message.status !== 'streaming') end(() => listener.ended(message));
        else poll(left - 1);
      });
    }, waitMs);
  };

  if (question === null) poll(maxPolls);
  else {
    question.answer.then(
      (reply) => end(() => listener.answered(reply)),
      (error: unknown) => {
        if (isPending(error)) poll(maxPolls);
        else end(() => listener.failed(error));
      },
    );
  }
  return { close };
}

/** The outcome is unknown, or the question is being answered for another phone: the answer may still come. */
function isPending(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  return error.failure === 'OUTCOME_UNKNOWN' || error.failure === 'ANSWER_UNDER_WAY';
}

/** The answer as it is in the cloud; null when there is none, or it could not be read. */
async function findAnswer(
  messageId: string,
  sessionId: string | null,
): Promise<ChatMessage | null> {
  try {
    const session = sessionId ?? (await findNewestSession());
    if (session === null) return null;
    const { messages } = await listMessages(session, null);
    const isAnswer = (message: ChatMessage) =>
      message.messageId === messageId && message.role === 'assistant';
    return messages.find(isAnswer) ?? null;
  } catch (error) {
    console.info('answer not read', error);
    return null;
  }
}

/** The row arrives as stored: fields of an unexpected type are left out. */
function toAnswerProgress({
  status,
  text,
  apUsed,
  proposal,
  sessionId,
  errorMessage,
}: Row): AnswerProgress | null {
  if (!isChatStatus(status)) return null;
  return {
    status,
    text: typeof text === 'string' ? text : '',
    apUsed: typeof apUsed === 'number' ? apUsed : 0,
    ...(isProposal(proposal) && { proposal }),
    ...(typeof sessionId === 'string' && { sessionId }),
    ...(typeof errorMessage === 'string' && { errorMessage }),
  };
}

function isProposal(value: unknown): value is NonNullable<ChatMessage['proposal']> {
  return typeof value === 'object' && value !== null && 'prompt' in value;
}

/** Passes on the newest value: the first at once, then at most one per interval. */
function createThrottle<Value>(intervalMs: number, pass: (value: Value) => void) {
  let cancel = nothing;
  let isResting = false;
  let waiting: { value: Value } | null = null;
  const tick = () => {
    isResting = waiting !== null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    cancel = delay(tick, intervalMs);
    pass(value);
  };
  return {
    next(value: Value) {
      waiting = { value };
      if (!isResting) tick();
    },
    stop: () => cancel(),
  };
}
