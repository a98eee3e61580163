import { businessDay } from '../../domain/time/business-day';
import type { Finding } from './findings';
import { placeOf, releasedSeat } from '../../domain/work/seat';
import type { Work, WorkStatus } from '../../domain/work/work';

export type SeatFacts = {
  id: string;
  userId: string;
  status: WorkStatus;
  seat: string;
  replayOf?: string | undefined;
};

/**
 * A work that counts holds a seat, and a work that ended without a picture holds none. Another work's released seat is a fault,
 * too: while it is taken, that work could never be released. A replay by an admin counts nowhere, so it holds its own released
 * seat from the start.
 */
export function seatFindings({ id, userId, status, seat, replayOf }: SeatFacts): Finding[] {
  const holdsSeat = placeOf(seat) !== null || seat.startsWith('recovered:');
  const hasEnded = status === 'failed' || status === 'cancelled';
  const hasReleasedSeatOfAnother = seat.startsWith('released:') && seat !== releasedSeat(id);
  if (hasEnded && (holdsSeat || hasReleasedSeatOfAnother)) {
    return [{ problem: 'seatNotReleased', id, userId, what: `状态 ${status}，席位 ${seat}` }];
  }
  const countsNowhere = replayOf !== undefined && seat === releasedSeat(id);
  if (!hasEnded && !holdsSeat && !countsNowhere) {
    const what = `状态 ${status}，席位 ${seat === '' ? '缺失' : seat}`;
    return [{ problem: 'seatMissing', id, userId, what }];
  }
  return [];
}

/** Faults visible in a single row, besides its seat. */
export function workFindings(work: Work): Finding[] {
  const { id, userId, day, createdAt, replayOf, status, imageUrl } = work;
  const found: Finding[] = [];
  const today = replayOf === undefined ? businessDay(createdAt) : '';
  if (day !== today) {
    const what = `业务日期 ${day === '' ? '缺失' : day}，应为 ${today === '' ? '空' : today}`;
    found.push({ problem: 'workOfAnotherDay', id, userId, what });
  }
  if (status === 'completed' && !imageUrl.startsWith('cloud://')) {
    // A provider's URL expires: only a file in our own storage counts as a kept picture.
    const what = imageUrl === '' ? '图片为空' : '图片不是云存储文件';
    found.push({ problem: 'pictureMissing', id, userId, what });
  }
  return found;
}
