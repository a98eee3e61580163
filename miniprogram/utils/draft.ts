import { readStored } from './storage';

/** The content of the composer. An empty id means 不指定, or 自动 for the style. */
export type Draft = {
  prompt: string;
  character: string;
  style: string;
  emotion: string;
  mode: 'single' | 'double';
  size: string;
  quality: 'standard' | 'hd';
};

const key = 'draft';
const recentKey = 'recentCharacters';
const maxRecent = 3;

export const emptyDraft: Draft = {
  prompt: '',
  character: '',
  style: '',
  emotion: '',
  mode: 'single',
  size: '864x1152',
  quality: 'standard',
};

/** Counts the drafts that other pages have filled in, so that 创作 knows whether to read again. */
let version = 0;

export function draftVersion(): number {
  return version;
}

export function readDraft(): Draft {
  return { ...emptyDraft, ...readStored(key, isDraft) };
}

export function storeDraft(draft: Draft): void {
  wx.setStorageSync(key, draft);
}

/** Replaces the draft, e.g. for 画同款. Choices that are not given are neutral. */
export function fillDraft(draft: Partial<Draft>): void {
  version += 1;
  storeDraft({ ...emptyDraft, ...draft });
}

/** The characters used last, newest first. */
export function recentCharacters(): string[] {
  return readStored(recentKey, isTextList) ?? [];
}

export function rememberCharacter(id: string): void {
  if (id === '') return;
  const others = recentCharacters().filter((recent) => recent !== id);
  wx.setStorageSync(recentKey, [id, ...others].slice(0, maxRecent));
}

function isDraft(value: unknown): value is Partial<Draft> {
  return typeof value === 'object' && value !== null && 'prompt' in value;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
