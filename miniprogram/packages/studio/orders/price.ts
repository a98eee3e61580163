import type { Range } from './remembered';

/** `约 1–2 分钟`, `约 30–50 秒`; empty while it is not known. */
export function rangeName(range: Range | null | undefined): string {
  if (range == null || range.to <= 0) return '';
  if (range.to < 90) {
    const from = Math.max(5, Math.round(range.from / 5) * 5);
    const to = Math.max(from, Math.ceil(range.to / 5) * 5);
    return from === to ? `约 ${to} 秒` : `约 ${from}–${to} 秒`;
  }
  const from = Math.max(1, Math.floor(range.from / 60));
  const to = Math.ceil(range.to / 60);
  return from === to ? `约 ${to} 分钟` : `约 ${from}–${to} 分钟`;
}
