import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';

/**
 * The messages of one conversation as far as they were read, oldest first, and the part of them that is drawn.
 * `cursor` leads to older ones; null when the beginning is there.
 */
export type Conversation = {
  messages: ChatMessage[];
  cursor: string | null;
  from: number;
  to: number;
};

/** A question as it was put. */
export type Asked = { messageId: string; text: string; askedAt: string };

/** So many are drawn at most: a message is up to ten nodes, and a page may have five hundred. */
export const mostDrawn = 40;
const step = 20;

export const noConversation: Conversation = { messages: [], cursor: null, from: 0, to: 0 };

/** From a page of the cloud, which is newest first. */
export function toConversation(newestFirst: ChatMessage[], cursor: string | null): Conversation {
  return atEnd({ ...noConversation, messages: inOrder(newestFirst), cursor });
}

export function atEnd(conversation: Conversation): Conversation {
  const to = conversation.messages.length;
  return { ...conversation, from: Math.max(0, to - mostDrawn), to };
}

export function drawn({ messages, from, to }: Conversation): ChatMessage[] {
  return messages.slice(from, to);
}

export function isAtEnd({ messages, to }: Conversation): boolean {
  return to >= messages.length;
}

/** Older ones that were read already come into view; the newest make room. Null when there are none. */
export function upwards(conversation: Conversation): Conversation | null {
  if (conversation.from === 0) return null;
  const from = Math.max(0, conversation.from - step);
  return { ...conversation, from, to: Math.min(conversation.to, from + mostDrawn) };
}

export function downwards(conversation: Conversation): Conversation | null {
  const { messages, to } = conversation;
  if (isAtEnd(conversation)) return null;
  const next = Math.min(messages.length, to + step);
  return { ...conversation, from: Math.max(conversation.from, next - mostDrawn), to: next };
}

/** A page of older messages, drawn at the top. */
export function withOlder(
  conversation: Conversation,
  newestFirst: ChatMessage[],
  cursor: string | null,
): Conversation {
  const messages = [...inOrder(newestFirst), ...conversation.messages];
  const added = messages.length - conversation.messages.length;
  const to = Math.min(conversation.to + added, conversation.from + mostDrawn);
  return { ...conversation, messages, cursor, to };
}

/** Puts a question that was just asked, with an answer yet to come, where the cloud will have them. */
export function withQuestion(
  conversation: Conversation,
  { messageId, text, askedAt: createdAt }: Asked,
  sessionId: string | null,
): Conversation {
  const common = { sessionId: sessionId ?? '', messageId, apUsed: 0, createdAt };
  const mine: ChatMessage = {
    ...common,
    id: `user-${messageId}`,
    role: 'user',
    text,
    status: 'completed',
  };
  const asked =
    findMessage(conversation, messageId, 'user') === null
      ? withMessage(conversation, mine)
      : conversation;
  return withMessage(asked, {
    ...common,
    id: findMessage(asked, messageId, 'assistant')?.id ?? `assistant-${messageId}`,
    role: 'assistant',
    text: '',
    status: 'streaming',
  });
}

/** Puts a message in the place of the one with the same key and role, or at the end. */
export function withMessage(conversation: Conversation, message: ChatMessage): Conversation {
  const place = conversation.messages.findIndex((known) => isSame(known, message));
  if (place < 0) {
    return atEnd({ ...conversation, messages: [...conversation.messages, message] });
  }
  const messages = [...conversation.messages];
  messages[place] = message;
  return { ...conversation, messages };
}

/** Takes a question and its answer away: it was never taken. */
export function withoutQuestion(conversation: Conversation, messageId: string): Conversation {
  const messages = conversation.messages.filter((message) => message.messageId !== messageId);
  return atEnd({ ...conversation, messages });
}

export function findMessage(
  { messages }: Conversation,
  messageId: string,
  role: ChatMessage['role'],
): ChatMessage | null {
  return (
    messages.find((message) => message.messageId === messageId && message.role === role) ?? null
  );
}

/** An answer that ended without one: nothing stays of what had grown. */
export function withoutWords(
  { proposal: _, ...answer }: ChatMessage,
  status: 'failed' | 'refused',
  errorMessage: string,
): ChatMessage {
  return { ...answer, status, text: '', errorMessage };
}

/** The answer that still grows. */
export function growing({ messages }: Conversation): ChatMessage | null {
  const last = messages[messages.length - 1];
  return last?.status === 'streaming' ? last : null;
}

function isSame(one: ChatMessage, other: ChatMessage): boolean {
  return one.messageId === other.messageId && one.role === other.role;
}

/** A page may cut a question from its answer, and two of the same moment may come in either order. */
function inOrder(newestFirst: ChatMessage[]): ChatMessage[] {
  return [...newestFirst].reverse();
}
