/** A numbered slot at a vendor's model: a task in progress, or a start within one minute. */
export type Slot = {
  id: string;
  configId: string;
  kind: 'concurrent' | 'minute';
  /** Minutes since 1970; 0 for a concurrent slot. */
  minute: number;
  n: number;
  /** `<workId>:<attempt>`. */
  holder: string;
  /** After this moment the slot is free, even if its holder has not released it. */
  until: Date;
};

const minuteMs = 60_000;

export function holderOf(workId: string, attempt: number): string {
  return `${workId}:${attempt}`;
}

export function concurrentSlotId(configId: string, n: number): string {
  return `${configId}:${n}`;
}

export function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / minuteMs);
}

export function minuteSlotId(configId: string, minute: number, n: number): string {
  return `${configId}:${minute}:${n}`;
}

/** Starts are counted until a little after the end of their minute, because clocks differ. */
export function minuteEnd(minute: number): Date {
  return new Date((minute + 2) * minuteMs);
}

/** Free numbers from 1 to `max`, the lowest first. */
export function freeNumbers(held: readonly Pick<Slot, 'n' | 'until'>[], max: number, now: Date) {
  const taken = new Set(held.filter(({ until }) => until > now).map(({ n }) => n));
  return Array.from({ length: max }, (_, index) => index + 1).filter((n) => !taken.has(n));
}
