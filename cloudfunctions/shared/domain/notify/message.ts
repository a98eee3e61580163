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
