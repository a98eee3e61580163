import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';
import { listMessages, newestSession } from '../service';
import type { Answered, Question } from '../service';
import { CloudError } from '../../../services/cloud';
import { later } from '../../../services/later';
import { watchOwn } from '../../../services/watch';
import type { Row, Watch } from '../../../services/watch';

/** What a growing answer looks like at the moment. */
export type Growth = Pick<ChatMessage, 'status' | 'text' | 'apUsed'> &
  Partial<Pick<ChatMessage, 'proposal' | 'sessionId' | 'errorMessage'>>;

export type AnswerListener = {
  grows(growth: Growth): void;
  /** The cloud answered the question. */
  answered(reply: Answered): void;
  /** It ended, and only its message tells how. */
  ended(message: ChatMessage): void;
  /** It was refused or failed, and nothing was taken. */
  failed(error: unknown): void;
  /** Nobody can tell what became of it. */
  lost(): void;
};

/** A page may change what it shows five times a second; other changes need room as well. */
const pauseMs = 350;
const nothing = (): void => undefined;
const lookMs = 3000;
/** Longer than an answer can take. */
const looks = 30;

/**
 * Follows an answer until it ends: its row grows under a watch, and `question`, where this launch of the app asked it,
 * brings the reply. Without a reply, when it was lost on the way, or when it says that another phone has asked the same
 * already, the conversation is read again and again.
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
  /** 0: the reply is still to come, and nothing has to be looked for. */
  let looksLeft = 0;

  const pace = createPace(pauseMs, (growth: Growth) => {
    if (!isClosed) listener.grows(growth);
  });
  const watch = watchOwn('chat_messages', { messageId }, (rows) => {
    const row = rows.find(({ role }) => role === 'assistant');
    const growth = row ? toGrowth(row) : null;
    if (growth === null) return;
    knownSession = growth.sessionId ?? knownSession;
    pace.next(growth);
    if (looksLeft > 0 && growth.status !== 'streaming') look(looksLeft, 0);
  });

  const close = () => {
    isClosed = true;
    cancel();
    pace.stop();
    watch.close();
  };
  const end = (tell: () => void) => {
    if (isClosed) return;
    close();
    tell();
  };

  /** Reads how it stands: after a while, or at once when its row says that it has ended. */
  const look = (left: number, waitMs = lookMs) => {
    if (isClosed) return;
    looksLeft = left;
    cancel();
    if (left === 0) {
      end(() => listener.lost());
      return;
    }
    cancel = later(() => {
      void find(messageId, knownSession).then((message) => {
        if (message && message.status !== 'streaming') end(() => listener.ended(message));
        else look(left - 1);
      });
    }, waitMs);
  };

  if (question === null) look(looks);
  else {
    question.answer.then(
      (reply) => end(() => listener.answered(reply)),
      (error: unknown) => {
        if (mayComeYet(error)) look(looks);
        else end(() => listener.failed(error));
      },
    );
  }
  return { close };
}

/** Nothing is known of how it ends, or only that it is being answered: both say nothing about AP. */
function mayComeYet(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  return error.failure === 'OUTCOME_UNKNOWN' || error.failure === 'ANSWER_UNDER_WAY';
}

/** The answer as it stands in the cloud; null while there is none, or no network to ask over. */
async function find(messageId: string, sessionId: string | null): Promise<ChatMessage | null> {
  try {
    const session = sessionId ?? (await newestSession());
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

const statuses: ChatMessage['status'][] = [
  'streaming',
  'completed',
  'stopped',
  'failed',
  'refused',
];

/** A row comes as the database holds it; what is not what it should be is left out. */
function toGrowth({ status, text, apUsed, proposal, sessionId, errorMessage }: Row): Growth | null {
  const known = statuses.find((name) => name === status);
  if (known === undefined) return null;
  return {
    status: known,
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

/** Hands on the newest value, the first at once, then never two within `pause`. */
function createPace<Value>(pause: number, hand: (value: Value) => void) {
  let cancel = nothing;
  let isResting = false;
  let waiting: { value: Value } | null = null;
  const tick = () => {
    isResting = waiting !== null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    cancel = later(tick, pause);
    hand(value);
  };
  return {
    next(value: Value) {
      waiting = { value };
      if (!isResting) tick();
    },
    stop: () => cancel(),
  };
}
