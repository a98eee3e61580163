import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';

/**
 * The messages of one session as far as they were read, oldest first, and the range of them that is drawn.
 * `cursor` leads to older messages; null when there are none.
 */
export type Conversation = {
  messages: ChatMessage[];
  cursor: string | null;
  from: number;
  to: number;
};

/** A question as it was sent. */
export type SentQuestion = { messageId: string; text: string; askedAt: string };

/** A message takes up to ten nodes, and a page should not have more than five hundred. */
export const maxDrawn = 40;
const step = 20;

export const noConversation: Conversation = { messages: [], cursor: null, from: 0, to: 0 };

/** Builds a conversation from a page of the cloud, which comes newest first. */
export function toConversation(newestFirst: ChatMessage[], cursor: string | null): Conversation {
  return atEnd({ ...noConversation, messages: inOrder(newestFirst), cursor });
}

export function atEnd(conversation: Conversation): Conversation {
  const to = conversation.messages.length;
  return { ...conversation, from: Math.max(0, to - maxDrawn), to };
}

export function drawn({ messages, from, to }: Conversation): ChatMessage[] {
  return messages.slice(from, to);
}

export function isAtEnd({ messages, to }: Conversation): boolean {
  return to >= messages.length;
}

/** Moves the drawn range to older messages that were read before. Null when there are none. */
export function upwards(conversation: Conversation): Conversation | null {
  if (conversation.from === 0) return null;
  const from = Math.max(0, conversation.from - step);
  return { ...conversation, from, to: Math.min(conversation.to, from + maxDrawn) };
}

export function downwards(conversation: Conversation): Conversation | null {
  const { messages, to } = conversation;
  if (isAtEnd(conversation)) return null;
  const next = Math.min(messages.length, to + step);
  return { ...conversation, from: Math.max(conversation.from, next - maxDrawn), to: next };
}

/** Adds a page of older messages at the top. */
export function withOlder(
  conversation: Conversation,
  newestFirst: ChatMessage[],
  cursor: string | null,
): Conversation {
  const messages = [...inOrder(newestFirst), ...conversation.messages];
  const added = messages.length - conversation.messages.length;
  const to = Math.min(conversation.to + added, conversation.from + maxDrawn);
  return { ...conversation, messages, cursor, to };
}

/** Adds a question that was sent, with an empty answer, in the order of the cloud. */
export function withQuestion(
  conversation: Conversation,
  { messageId, text, askedAt: createdAt }: SentQuestion,
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

/** Replaces the message with the same message id and role, or adds it at the end. */
export function withMessage(conversation: Conversation, message: ChatMessage): Conversation {
  const place = conversation.messages.findIndex((known) => isSame(known, message));
  if (place < 0) {
    return atEnd({ ...conversation, messages: [...conversation.messages, message] });
  }
  const messages = [...conversation.messages];
  messages[place] = message;
  return { ...conversation, messages };
}

/** Removes a question that was not accepted, with its answer. */
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

/** Removes the text of an answer that failed or was refused. */
export function withoutText(
  { proposal: _, ...answer }: ChatMessage,
  status: 'failed' | 'refused',
  errorMessage: string,
): ChatMessage {
  return { ...answer, status, text: '', errorMessage };
}

/** The answer that is still streaming. */
export function streaming({ messages }: Conversation): ChatMessage | null {
  const last = messages[messages.length - 1];
  return last?.status === 'streaming' ? last : null;
}

function isSame(one: ChatMessage, other: ChatMessage): boolean {
  return one.messageId === other.messageId && one.role === other.role;
}

function inOrder(newestFirst: ChatMessage[]): ChatMessage[] {
  return [...newestFirst].reverse();
}
