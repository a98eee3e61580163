import type { BusinessDay } from '../time/business-day';

/** The numbered place of a work in its owner's day. A unique index ensures that each place belongs to one work. */
export function seatOf(userId: string, day: BusinessDay, place: number): string {
  return `${userId}:${day}:${place}`;
}

/** Replaces the seat of a failed work. Never null: two rows without a seat would collide. */
export function releasedSeat(workId: string): string {
  return `released:${workId}`;
}

export function placeOf(seat: string): number | null {
  const place = /:(\d+)$/.exec(seat)?.[1];
  return place === undefined || seat.startsWith('released:') ? null : Number(place);
}

/**
 * The places to try next: the lowest free ones after at most one lost race; later, random ones among the lowest few, so that
 * competing calls spread out. Null: not enough room. If the limit was lowered, works have seats above it, and each of them blocks
 * a place below: however many calls choose at once, no more than `limit` remain in the end.
 */
export function choosePlaces(
  taken: ReadonlySet<number>,
  limit: number,
  wanted: number,
  lostRaces: number,
  random: () => number,
): number[] | null {
  const reach = lostRaces < 2 ? wanted : wanted * 2 ** Math.min(lostRaces, 9);
  const free: number[] = [];
  const last = lastPlace(taken, limit);
  for (let place = 1; place <= last && free.length < reach; place += 1) {
    if (!taken.has(place)) free.push(place);
  }
  if (free.length < wanted) return null;
  const start = Math.floor(random() * (free.length - wanted + 1));
  return free.slice(start, start + wanted);
}

/** The highest place that may still be given: together with the taken places above it, it makes up `limit`. */
function lastPlace(taken: ReadonlySet<number>, limit: number): number {
  let above = [...taken].filter((place) => place > limit).length;
  let last = limit;
  while (last > 0 && last + above > limit) {
    if (taken.has(last)) above += 1;
    last -= 1;
  }
  return last + above > limit ? 0 : last;
}
