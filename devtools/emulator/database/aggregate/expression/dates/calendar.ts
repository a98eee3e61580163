import { utcOf } from './zone';

/** The functions of this file compute calendar numbers of a date whose UTC fields hold the local time. */
const dayLength = 86_400_000;

export function dayOfYear(date: Date): number {
  const start = utcOf([date.getUTCFullYear(), 0, 1], [0, 0, 0, 0]);
  return Math.floor((date.getTime() - start) / dayLength) + 1;
}

/** Weeks start on Sunday; the days before the first Sunday are week 0. */
export function week(date: Date): number {
  return Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);
}

/** 1 for Monday to 7 for Sunday. */
export function isoDayOfWeek(date: Date): number {
  return date.getUTCDay() || 7;
}

export function isoWeek(date: Date): number {
  return Math.ceil(dayOfYear(thursdayOf(date)) / 7);
}

export function isoWeekYear(date: Date): number {
  return thursdayOf(date).getUTCFullYear();
}

/** A week of ISO 8601 belongs to the year of its Thursday. */
function thursdayOf(date: Date): Date {
  return new Date(date.getTime() + (4 - isoDayOfWeek(date)) * dayLength);
}

/** The midnight of a day of an ISO week, in the same UTC fields. Weeks and days beyond their range carry over. */
export function fromIsoWeek(year: number, isoWeekNumber: number, day: number): number {
  const fourth = new Date(utcOf([year, 0, 4], [0, 0, 0, 0]));
  const monday = fourth.getTime() - (isoDayOfWeek(fourth) - 1) * dayLength;
  return monday + ((isoWeekNumber - 1) * 7 + day - 1) * dayLength;
}
