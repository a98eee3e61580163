import type { OutputOf } from '../../../cloudfunctions/shared/contracts';
import type { ChatQuota } from '../../../cloudfunctions/shared/contracts/chat';
import { CloudError } from '../../services/cloud';
import { createRequestId } from '../../services/request-id';
import { callAsMember, rememberChat } from '../../services/session';

export type Answered = OutputOf<'chat', 'send'>;
export type Sessions = OutputOf<'chat', 'listSessions'>;
export type Messages = OutputOf<'chat', 'listMessages'>;

/** One tap on 发送. `sessionId` null: it begins a conversation. `isRetry`: it was asked before, and failed. */
export type Question = {
  messageId: string;
  sessionId: string | null;
  text: string;
  askedAt: string;
  isRetry: boolean;
  answer: Promise<Answered>;
};

/** Those whose answer is still awaited; they outlive the page that asked. */
const open = new Map<string, Question>();

/** Asks. The answer keeps coming when the page is gone; `openQuestion` finds it again. */
export function ask(sessionId: string | null, text: string): Question {
  return dispatch({
    messageId: createRequestId(),
    sessionId,
    text,
    askedAt: new Date().toISOString(),
    isRetry: false,
  });
}

/** Asks again what was not answered: the same key, so it is one question and one charge. */
export function askAgain(question: {
  messageId: string;
  sessionId: string | null;
  text: string;
  createdAt: string;
}): Question {
  const { messageId, sessionId, text, createdAt } = question;
  return dispatch({ messageId, sessionId, text, askedAt: createdAt, isRetry: true });
}

/** The question of this conversation whose answer is awaited. Null stands for a conversation that begins with it. */
export function openQuestion(sessionId: string | null): Question | null {
  return [...open.values()].find((question) => question.sessionId === sessionId) ?? null;
}

/** The question with this key, while its answer is awaited. */
export function findQuestion(messageId: string): Question | null {
  return open.get(messageId) ?? null;
}

function dispatch(asked: Omit<Question, 'answer'>): Question {
  const question = { ...asked, answer: send(asked) };
  open.set(asked.messageId, question);
  const close = () => open.delete(asked.messageId);
  question.answer.then(close, close);
  return question;
}

function send({ sessionId, messageId, text }: Omit<Question, 'answer'>): Promise<Answered> {
  const input = { messageId, text, ...(sessionId !== null && { sessionId }) };
  return guarded(callAsMember('chat', 'send', input));
}

export async function stopAnswer(messageId: string): Promise<void> {
  await guarded(callAsMember('chat', 'stop', { messageId }));
}

export function getChatQuota(): Promise<ChatQuota> {
  return guarded(callAsMember('chat', 'getQuota', {}));
}

export function listSessions(cursor: string | null, pageSize = 20): Promise<Sessions> {
  return guarded(callAsMember('chat', 'listSessions', { cursor, pageSize }));
}

/** The conversation that was talked in last; null when there is none. */
export async function newestSession(): Promise<string | null> {
  const { sessions } = await listSessions(null, 1);
  return sessions[0]?.sessionId ?? null;
}

export function listMessages(sessionId: string, cursor: string | null): Promise<Messages> {
  const input = { sessionId, cursor, pageSize: 20 };
  return guarded(callAsMember('chat', 'listMessages', input));
}

export async function renameSession(sessionId: string, title: string): Promise<string> {
  const renamed = await guarded(callAsMember('chat', 'rename', { sessionId, title }));
  return renamed.title;
}

export async function removeSession(sessionId: string): Promise<void> {
  await guarded(callAsMember('chat', 'remove', { sessionId }));
}

/** Any of them may be the first to hear that the chat is switched off; the entries go with it. */
async function guarded<Data>(asked: Promise<Data>): Promise<Data> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CloudError && error.failure === 'FEATURE_OFF') rememberChat(false);
    throw error;
  }
}
