export const messageKinds = ['taskEnded'] as const;
export type MessageKind = (typeof messageKinds)[number];

/**
 * `waiting`: to be sent at `dueAt`; `sending`: WeChat is being asked. Ends: `sent`; `seen` (the user saw the end in the app);
 * `noConsent` (there was none, or WeChat knew of none); `unknown` (the answer was lost: never sent again); `failed`.
 */
export const messageStates = [
  ...(['waiting', 'sending'] as const),
  ...(['sent', 'seen', 'noConsent', 'unknown', 'failed'] as const),
] as const;
export type MessageState = (typeof messageStates)[number];

/** What a message says, in the words of the product; which fields of a template carry it is set by the environment. */
export type MessageWords = { title: string; result: string; tip: string };

export type Message = {
  id: string;
  userId: string;
  openid: string;
  taskId: string;
  template: MessageKind;
  words: MessageWords;
  state: MessageState;
  /** How often WeChat was asked. */
  tries: number;
  /** What WeChat answered last, for admins. */
  outcome: string;
  /** What WeChat calls the message; empty before it was sent. */
  messageId: string;
  dueAt: Date | null;
  /** When the task ended. */
  createdAt: Date;
  version: number;
};

/** Asks WeChat to send a message. Throws when nobody can say whether it was sent. */
export type MessageSender = (message: {
  openid: string;
  templateId: string;
  page: string;
  fields: Record<string, { value: string }>;
}) => Promise<SendAnswer>;

/** `code`: of WeChat's refusal, for admins. Only `sent` has used up an agreement. */
export type SendAnswer =
  | { state: 'sent'; messageId: string }
  /** WeChat knows of no agreement. */
  | { state: 'noConsent'; code: number }
  /** Refused for now. */
  | { state: 'retry'; code: number }
  /** Refused for good. */
  | { state: 'failed'; code: number };

/** Somebody who looks at the task meanwhile need not be told. */
export const tellAfterMs = 20_000;
/** Longer than a function runs: a message that is still being sent by then was, or was not; nobody knows. */
export const maxSendingMs = 120_000;
export const maxTries = 5;
/** A message nobody could send within a day tells nothing new. */
export const maxMessageAgeMs = 24 * 60 * 60_000;
const firstRetryMs = 60_000;

export function retryAfterMs(tries: number): number {
  return firstRetryMs * 2 ** Math.min(tries, 6);
}

export const taskMessageId = (taskId: string): string => `${taskId}:done`;
