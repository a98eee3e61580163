import type { OutputOf } from '../../../cloudfunctions/shared/contracts';
import type { ChatQuota } from '../../../cloudfunctions/shared/contracts/chat';
import { CloudError } from '../../services/cloud';
import { createRequestId } from '../../services/request-id';
import { callAsMember, rememberChat } from '../../services/session';

export type ChatReply = OutputOf<'chat', 'send'>;
export type SessionPage = OutputOf<'chat', 'listSessions'>;
export type MessagePage = OutputOf<'chat', 'listMessages'>;

/** One tap on 发送. `sessionId` null: it begins a session. `isRetry`: it was sent before, and failed. */
export type Question = {
  messageId: string;
  sessionId: string | null;
  text: string;
  askedAt: string;
  isRetry: boolean;
  answer: Promise<ChatReply>;
};

/** Questions in flight, by their message id; they outlive the page that sent them. */
const inFlight = new Map<string, Question>();

/** Sends a question. Its answer is awaited even when the page is closed; `findSessionQuestion` finds it again. */
export function ask(sessionId: string | null, text: string): Question {
  return dispatch({
    messageId: createRequestId(),
    sessionId,
    text,
    askedAt: new Date().toISOString(),
    isRetry: false,
  });
}

/** Sends an unanswered question again with the same message id, so that it is one question and one charge. */
export function askAgain(question: {
  messageId: string;
  sessionId: string | null;
  text: string;
  createdAt: string;
}): Question {
  const { messageId, sessionId, text, createdAt } = question;
  return dispatch({ messageId, sessionId, text, askedAt: createdAt, isRetry: true });
}

/** The question in flight in this session. Null finds the one that starts a new session. */
export function findSessionQuestion(sessionId: string | null): Question | null {
  return [...inFlight.values()].find((question) => question.sessionId === sessionId) ?? null;
}

/** The question with this message id, while it is in flight. */
export function findQuestion(messageId: string): Question | null {
  return inFlight.get(messageId) ?? null;
}

function dispatch(input: Omit<Question, 'answer'>): Question {
  const question = { ...input, answer: send(input) };
  inFlight.set(input.messageId, question);
  const close = () => inFlight.delete(input.messageId);
  question.answer.then(close, close);
  return question;
}

function send({ sessionId, messageId, text }: Omit<Question, 'answer'>): Promise<ChatReply> {
  const input = { messageId, text, ...(sessionId !== null && { sessionId }) };
  return watchSwitch(callAsMember('chat', 'send', input));
}

export async function stopAnswer(messageId: string): Promise<void> {
  await watchSwitch(callAsMember('chat', 'stop', { messageId }));
}

export function getChatQuota(): Promise<ChatQuota> {
  return watchSwitch(callAsMember('chat', 'getQuota', {}));
}

export function listSessions(cursor: string | null, pageSize = 20): Promise<SessionPage> {
  return watchSwitch(callAsMember('chat', 'listSessions', { cursor, pageSize }));
}

/** The session with the newest message; null when the user has no session. */
export async function findNewestSession(): Promise<string | null> {
  const { sessions } = await listSessions(null, 1);
  return sessions[0]?.sessionId ?? null;
}

export function listMessages(sessionId: string, cursor: string | null): Promise<MessagePage> {
  const input = { sessionId, cursor, pageSize: 20 };
  return watchSwitch(callAsMember('chat', 'listMessages', input));
}

export async function renameSession(sessionId: string, title: string): Promise<string> {
  const renamed = await watchSwitch(callAsMember('chat', 'rename', { sessionId, title }));
  return renamed.title;
}

export async function removeSession(sessionId: string): Promise<void> {
  await watchSwitch(callAsMember('chat', 'remove', { sessionId }));
}

/** Any call may be the first to report that the chat is switched off; its entries are then hidden. */
async function watchSwitch<Data>(reply: Promise<Data>): Promise<Data> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof CloudError && error.failure === 'FEATURE_OFF') rememberChat(false);
    throw error;
  }
}
