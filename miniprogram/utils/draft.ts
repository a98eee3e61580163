import { readStored } from './storage';

/** What stands in the composer. An empty id means 不指定, or 自动 for the style. */
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
const recentCount = 3;

export const emptyDraft: Draft = {
  prompt: '',
  character: '',
  style: '',
  emotion: '',
  mode: 'single',
  size: '864x1152',
  quality: 'standard',
};

/** Counts what other pages put into the composer, so that 创作 sees whether it has to read again. */
let filled = 0;

export function draftVersion(): number {
  return filled;
}

export function readDraft(): Draft {
  return { ...emptyDraft, ...readStored(key, isDraft) };
}

export function keepDraft(draft: Draft): void {
  wx.setStorageSync(key, draft);
}

/** Puts something else into the composer, e.g. 画同款. What is not given keeps its neutral choice. */
export function fillDraft(draft: Partial<Draft>): void {
  filled += 1;
  keepDraft({ ...emptyDraft, ...draft });
}

/** Characters used lately, newest first. */
export function recentCharacters(): string[] {
  return readStored(recentKey, isTextList) ?? [];
}

export function rememberCharacter(id: string): void {
  if (id === '') return;
  const others = recentCharacters().filter((recent) => recent !== id);
  wx.setStorageSync(recentKey, [id, ...others].slice(0, recentCount));
}

function isDraft(value: unknown): value is Partial<Draft> {
  return typeof value === 'object' && value !== null && 'prompt' in value;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
