/** The difference to the published text: one stretch added, one removed. */
export type Part = { text: string; kind: 'same' | 'added' | 'removed' };

export function diff(before: string, after: string): Part[] {
  const old = Array.from(before);
  const next = Array.from(after);
  let start = 0;
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) start += 1;
  let end = 0;
  const room = Math.min(old.length, next.length) - start;
  while (end < room && old[old.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  const parts: Part[] = [
    { kind: 'same', text: next.slice(0, start).join('') },
    { kind: 'removed', text: old.slice(start, old.length - end).join('') },
    { kind: 'added', text: next.slice(start, next.length - end).join('') },
    { kind: 'same', text: next.slice(next.length - end).join('') },
  ];
  return parts.filter(({ text }) => text !== '');
}
