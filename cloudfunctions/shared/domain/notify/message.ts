export const messageKinds = ['taskEnded'] as const;
export type MessageKind = (typeof messageKinds)[number];

/**
 * `waiting`: to be sent at `dueAt`; `sending`: WeChat is being asked. Final states: `sent`; `seen` (the user saw the end in the
 * app); `noConsent` (we had none, or WeChat knew of none); `unknown` (the answer was lost: never sent again); `failed`.
 */
export const messageStates = [
  ...(['waiting', 'sending'] as const),
  ...(['sent', 'seen', 'noConsent', 'unknown', 'failed'] as const),
] as const;
export type MessageState = (typeof messageStates)[number];

/** The texts of a message; the environment's settings map them to template fields. */
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
  /** WeChat's latest answer, for admins. */
  outcome: string;
  /** WeChat's id of the message; empty before it was sent. */
  messageId: string;
  dueAt: Date | null;
  /** When the task ended. */
  createdAt: Date;
  version: number;
};

/** Asks WeChat to send a message. Throws if it is unknown whether it was sent. */
export type MessageSender = (message: {
  openid: string;
  templateId: string;
  page: string;
  fields: Record<string, { value: string }>;
}) => Promise<SendAnswer>;

/** `code`: WeChat's error code, for admins. Only `sent` has used up a consent. */
export type SendAnswer =
  | { state: 'sent'; messageId: string }
  /** WeChat has no consent of the user. */
  | { state: 'noConsent'; code: number }
  /** Refused for now. */
  | { state: 'retry'; code: number }
  /** Refused for good. */
  | { state: 'failed'; code: number };

/** Users who look at the task within this time need no message. */
export const tellAfterMs = 20_000;
/** Longer than a function runs: a message still `sending` after this time has an unknown outcome. */
export const maxSendingMs = 120_000;
export const maxTries = 5;
/** A message that could not be sent within a day is outdated. */
export const maxMessageAgeMs = 24 * 60 * 60_000;
const firstRetryMs = 60_000;

export function retryAfterMs(tries: number): number {
  return firstRetryMs * 2 ** Math.min(tries, 6);
}

export const taskMessageId = (taskId: string): string => `${taskId}:done`;
