import type { BusinessDay } from './business-day';

/** The numbered place of a work in its owner's day. A unique index makes each place one work's. */
export function seatOf(userId: string, day: BusinessDay, place: number): string {
  return `${userId}:${day}:${place}`;
}

/** What replaces the seat of a failed work. Never null: two rows without a seat would collide. */
export function releasedSeat(workId: string): string {
  return `released:${workId}`;
}

export function placeOf(seat: string): number | null {
  const place = /:(\d+)$/.exec(seat)?.[1];
  return place === undefined || seat.startsWith('released:') ? null : Number(place);
}

/**
 * The places to try next: the lowest free ones after the first two lost races; later ones are chosen among
 * the lowest few by `random`, so that a crowd does not race for one place again and again. Null: not enough room.
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
  for (let place = 1; place <= limit && free.length < reach; place += 1) {
    if (!taken.has(place)) free.push(place);
  }
  if (free.length < wanted) return null;
  const start = Math.floor(random() * (free.length - wanted + 1));
  return free.slice(start, start + wanted);
}
