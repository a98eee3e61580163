import { readStored } from '../../utils/storage';

const draftKey = 'chatDraft';
const sessionKey = 'chatSession';

export function readDraft(): string {
  return readStored(draftKey, isText) ?? '';
}

export function keepDraft(text: string): void {
  wx.setStorageSync(draftKey, text);
}

/** The conversation that was open last; `sessionId` null for one that had not begun. */
export type Kept = { sessionId: string | null };

/** Null when this phone never had one open. */
export function readSession(): Kept | null {
  return readStored(sessionKey, isKept);
}

export function keepSession(sessionId: string | null): void {
  wx.setStorageSync(sessionKey, { sessionId });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'sessionId' in value;
}
