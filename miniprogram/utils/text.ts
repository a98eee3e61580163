/**
 * Lengths of texts are code points on the phone, in the contract and in the moderation: an emoji of two UTF-16 units
 * counts once. `String.length` and the `maxlength` of WXML count UTF-16 units, so neither of them judges a text.
 */
export const maxLengths = {
  prompt: 500,
  chatMessage: 2000,
  workTitle: 50,
  sessionTitle: 30,
  nickname: 20,
  reason: 100,
  userSearch: 64,
};

/** Control characters except tab and line breaks, unpaired surrogates, and characters that override the text direction. */
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** The number of code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The first `maxLength` code points at most, without splitting a composed emoji. */
export function cut(text: string, maxLength: number): string {
  const points = Array.from(text);
  if (points.length <= maxLength) return text;
  let end = maxLength;
  while (end > 0 && isComposed(points, end)) end -= 1;
  // A single emoji that is longer than `maxLength` has to be split.
  return points.slice(0, end === 0 ? maxLength : end).join('');
}

/** The text as it is sent: without surrounding blanks and without invisible characters that the contract refuses. */
export function toText(typed: string): string {
  return typed.replace(unprintable, '').trim();
}

/** As `toText`, for names: line breaks become blanks. */
export function toLine(typed: string): string {
  return toText(typed.replace(/[\s\u2028\u2029]+/g, ' ').replace(/[\u200e\u200f\u061c]/g, ''));
}

/** Whether the code point at `index` belongs to the same emoji or letter as the one before it. */
function isComposed(points: string[], index: number): boolean {
  const before = codeAt(points, index - 1);
  const code = codeAt(points, index);
  if (before === zeroWidthJoiner || isExtender(code)) return true;
  if (!isRegional(before) || !isRegional(code)) return false;
  let first = index - 1;
  while (first > 0 && isRegional(codeAt(points, first - 1))) first -= 1;
  // Flags are pairs of regional indicators.
  return (index - first) % 2 === 1;
}

const zeroWidthJoiner = 0x200d;

function isExtender(code: number): boolean {
  return (
    code === zeroWidthJoiner ||
    code === 0x20e3 ||
    isWithin(code, 0x0300, 0x036f) ||
    isWithin(code, 0xfe00, 0xfe0f) ||
    isWithin(code, 0x1f3fb, 0x1f3ff) ||
    isWithin(code, 0xe0020, 0xe007f)
  );
}

function isRegional(code: number): boolean {
  return isWithin(code, 0x1f1e6, 0x1f1ff);
}

function isWithin(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}

function codeAt(points: string[], index: number): number {
  return points[index]?.codePointAt(0) ?? 0;
}
