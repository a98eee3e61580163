import { readStored } from '../../utils/storage';

const draftKey = 'chatDraft';

export function readDraft(): string {
  return readStored(draftKey, isText) ?? '';
}

export function storeDraft(text: string): void {
  wx.setStorageSync(draftKey, text);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
