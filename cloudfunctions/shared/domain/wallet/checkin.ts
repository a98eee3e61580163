import { businessDay } from '../time/business-day';
import type { BusinessDay } from '../time/business-day';

/** Credits for the consecutive days of a streak; afterwards the table repeats. */
export const checkinTable = [1, 1, 2, 2, 3, 3, 5] as const;

const dayMs = 24 * 3_600_000;

export type Checkin = {
  id: string;
  userId: string;
  day: BusinessDay;
  streak: number;
  credits: number;
  createdAt: Date;
};

export function checkinIdOf(userId: string, day: BusinessDay): string {
  return `${userId}:${day}`;
}

export function dayBefore(now: Date): BusinessDay {
  return businessDay(new Date(now.getTime() - dayMs));
}

/** `streak`: consecutive days including this one, from 1. */
export function checkinCredits(streak: number): number {
  return checkinTable[(streak - 1) % checkinTable.length] ?? checkinTable[0];
}
