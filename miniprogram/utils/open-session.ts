import { readStored } from './storage';

const key = 'chatSession';

/** The chat session that was open last; `sessionId` is null for a new one without a message. */
export type OpenSession = { sessionId: string | null };

/** Null when no session was ever opened on this phone. */
export function readOpenSession(): OpenSession | null {
  return readStored(key, isOpenSession);
}

export function storeOpenSession(sessionId: string | null): void {
  wx.setStorageSync(key, { sessionId });
}

function isOpenSession(value: unknown): value is OpenSession {
  return typeof value === 'object' && value !== null && 'sessionId' in value;
}
