import { answerTextOf, isReadable } from './answer-text';
import { composeAnswer } from './prompt';
import type { PictureProposal } from './prompt';
import type { ChatTurn } from './model';
import { requestHashOf } from '../ids';

export const chatRoles = ['user', 'assistant'] as const;
export const chatStatuses = ['streaming', 'completed', 'stopped', 'failed', 'refused'] as const;
export type ChatStatus = (typeof chatStatuses)[number];

/**
 * A row of `chat_messages`, which its owner may watch. `messageId` is the client's key, which a question shares with its answer.
 * `attempt` is the fencing token of an answer: each invocation that begins it takes the next number, and one that finds another
 * number must not write.
 */
export type ChatMessage = {
  id: string;
  openid: string;
  userId: string;
  sessionId: string;
  messageId: string;
  role: (typeof chatRoles)[number];
  text: string;
  status: ChatStatus;
  proposal?: PictureProposal | undefined;
  apUsed: number;
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
  attempt: number;
  stopRequestedAt: Date | null;
  createdAt: Date;
  /** For a running answer, its latest heartbeat. */
  updatedAt: Date;
};

export type ChatSession = {
  id: string;
  openid: string;
  userId: string;
  title: string;
  /** The latest question. Lists show the latest answer instead, if there is one. */
  preview: string;
  messageCount: number;
  lastAnswerId: string;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
};

/** The ids of a question, known before anything is read: the same tap of the same user has the same ids. */
export type QuestionKey = {
  questionId: string;
  answerId: string;
  sessionId: string;
  isNewSession: boolean;
};

/** An answer without a heartbeat for this long has lost its function: a running one writes its row every few seconds. */
export const silentAfterMs = 30_000;
/** A heartbeat dated further in the future was written by a wrong clock. */
export const maxAheadMs = 120_000;
/** Longer than a function may run (60 s). */
export const holdMs = 120_000;

const titleLength = 20;
const previewLength = 60;

export function questionKey(
  userId: string,
  asked: { messageId: string; sessionId?: string | undefined },
): QuestionKey {
  const key = requestHashOf({ userId, messageId: asked.messageId });
  const ownSession = `session_${key}`;
  const sessionId = asked.sessionId ?? ownSession;
  return {
    questionId: `question_${key}`,
    answerId: `answer_${key}`,
    sessionId,
    // On a retry the phone may have learnt meanwhile which session holds the question.
    isNewSession: sessionId === ownSession,
  };
}

/** The same key must not be used for another question. */
export function isSameQuestion(
  standing: Pick<ChatMessage, 'sessionId' | 'text'>,
  asked: Pick<ChatMessage, 'sessionId' | 'text'>,
): boolean {
  return standing.sessionId === asked.sessionId && standing.text === asked.text;
}

export function isSilent(message: ChatMessage, now: Date, afterMs = silentAfterMs): boolean {
  const silentMs = now.getTime() - message.updatedAt.getTime();
  return message.status === 'streaming' && (silentMs >= afterMs || silentMs < -maxAheadMs);
}

/** Answers that were charged, and are kept. */
export function isAnswered({ status }: Pick<ChatMessage, 'status'>): boolean {
  return status === 'completed' || status === 'stopped';
}

/** True for an answer that is neither given nor in flight. */
export function mayAskAgain(message: ChatMessage, now: Date): boolean {
  return !isAnswered(message) && (message.status !== 'streaming' || isSilent(message, now));
}

/** The preview of an answer in a list of sessions; empty if it failed. */
export function previewOfAnswer({ text, proposal }: ChatMessage): string {
  return previewOf(text === '' ? (proposal?.prompt ?? '') : text);
}

export function titleOf(text: string): string {
  return cut(text, titleLength);
}

export function previewOf(text: string): string {
  return cut(text, previewLength);
}

function cut(text: string, length: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  return characters.length <= length
    ? characters.join('')
    : `${characters.slice(0, length).join('')}…`;
}

/**
 * Converts messages, in the order they were written, to turns: only answered questions, with their answers. Answers stored before
 * thoughts were removed are cleaned here: a model never gets its thoughts back.
 */
export function toTurns(messages: readonly ChatMessage[]): ChatTurn[] {
  const answers = new Map(
    messages
      .filter((message) => message.role === 'assistant' && isAnswered(message))
      .map((message) => [message.messageId, message] as const),
  );
  return messages.flatMap((message): ChatTurn[] => {
    const answer = message.role === 'user' ? answers.get(message.messageId) : undefined;
    const said = answer === undefined ? '' : answerTextOf(composeAnswer(answer), true);
    return !isReadable(said)
      ? []
      : [
          { role: 'user', text: message.text },
          { role: 'assistant', text: said },
        ];
  });
}
