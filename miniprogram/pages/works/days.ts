import { toColumns } from '../../utils/columns';
import { dateName, dayName } from '../../utils/time';
import type { Card } from './view';

/** A part of a day that is drawn, or left out, as a whole. */
export type Block = { id: string; columns: Card[][] };
export type Day = { key: string; name: string; note: string; ids: string[]; blocks: Block[] };

/** Cards per block, the unit in which the list is drawn or left out. */
const blockCards = { min: 6, max: 10 };

/**
 * Cards by day, newest first. A day is cut into blocks where its columns are nearly even, so that the seam does not show.
 * `isAtEnd`: the last day is complete.
 */
export function toDays(cards: Card[], columnCount: number, now: number, isAtEnd: boolean): Day[] {
  const byDay = new Map<string, Card[]>();
  const sorted = [...cards].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || 0);
  for (const card of sorted) {
    const key = dateName(card.createdAt, 0);
    byDay.set(key, [...(byDay.get(key) ?? []), card]);
  }
  const days = [...byDay.entries()];
  return days.map(([key, of], index) => {
    const [first] = of;
    const createdAt = first?.createdAt ?? '';
    const name = dayName(createdAt, now);
    const date = dateName(createdAt, now);
    const isComplete = isAtEnd || index < days.length - 1;
    return {
      ...{ key, name, ids: of.filter(isSelectable).map(({ id }) => id) },
      note: [name === date ? '' : date, isComplete ? `${of.length} 张` : '']
        .filter((part) => part !== '')
        .join(' · '),
      blocks: toBlocks(of, columnCount),
    };
  });
}

/** Only finished pictures can be selected. */
export function isSelectable(card: Card): boolean {
  return card.kind === 'picture';
}

function toBlocks(cards: Card[], columnCount: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < cards.length;) {
    const count = cutAt(cards.slice(from, from + blockCards.max), columnCount);
    const some = cards.slice(from, from + count);
    blocks.push({ id: some[0]?.id ?? '', columns: toColumns(some, columnCount) });
    from += count;
  }
  return blocks;
}

function cutAt(cards: Card[], columnCount: number): number {
  if (cards.length < blockCards.max) return cards.length;
  let best = cards.length;
  let least = Infinity;
  for (let count = blockCards.max; count >= blockCards.min; count -= 1) {
    const unevenness = spread(toColumns(cards.slice(0, count), columnCount));
    if (unevenness >= least) continue;
    best = count;
    least = unevenness;
  }
  return best;
}

function spread(columns: Card[][]): number {
  const heights = columns.map((column) =>
    column.reduce((sum, { heightPercent }) => sum + heightPercent + 32, 0),
  );
  return Math.max(...heights) - Math.min(...heights);
}
