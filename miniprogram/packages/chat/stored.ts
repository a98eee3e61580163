import { readStored } from '../../utils/storage';

const draftKey = 'chatDraft';
const sessionKey = 'chatSession';

export function readDraft(): string {
  return readStored(draftKey, isText) ?? '';
}

export function storeDraft(text: string): void {
  wx.setStorageSync(draftKey, text);
}

/** The session that was open last; `sessionId` null for one without a message. */
export type OpenSession = { sessionId: string | null };

/** Null when no session was ever open on this phone. */
export function readOpenSession(): OpenSession | null {
  return readStored(sessionKey, isOpenSession);
}

export function storeOpenSession(sessionId: string | null): void {
  wx.setStorageSync(sessionKey, { sessionId });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOpenSession(value: unknown): value is OpenSession {
  return typeof value === 'object' && value !== null && 'sessionId' in value;
}
