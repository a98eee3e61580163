import { charge } from '../../domain/wallet/credits';
import { choosePlaces, placeOf, seatOf } from '../../domain/work/seat';
import { countedStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';
import { creditLogRow } from '../credits/credit-logs';
import type { Database, Transaction } from '../core/database';
import { exactly } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { inTransaction } from '../core/transaction';
import type { Pace } from '../core/transaction';
import { requireUser } from '../users/users';
import { parseWork, toWorkRow } from '../rows/work';
import { createWorkRepository } from './works';
import type { DayCount } from './works';

/** `credits`: what the charge left; null when nothing was charged, or a lost answer hid it. */
export type Admitted = { works: Work[]; credits: number | null };
export type AdmissionResult =
  ({ outcome: 'admitted' } & Admitted) | { outcome: 'earlier'; works: Work[] };

/** `hasMoved`: the limit was another one earlier today, so that works may stand above it. */
export type Room = { limit: number; count: DayCount; resetAt: string; hasMoved: boolean };

const mostLostRaces = 40;
const insertAttempts = 3;
const mostRows = 1000;

export type AdmissionRepository = ReturnType<typeof createAdmissionRepository>;

export function createAdmissionRepository(database: Database, pace: Pace) {
  const repository = createWorkRepository(database);

  /** Works of one user and day take seats, and are charged, all or none. */
  async function admit(works: readonly Work[], room: Room, now: Date): Promise<AdmissionResult> {
    const [first] = works;
    if (first === undefined) throw new Error('There is no work to admit.');
    const { userId, day } = first;
    const wanted = works.length;
    const limit = room.limit - room.count.withoutRow;
    const start = room.count.used - room.count.withoutRow;
    let places = Array.from({ length: wanted }, (_, index) => start + index + 1);

    async function moveToFreePlaces(lostRaces: number): Promise<void> {
      const taken = await takenPlaces(userId, day);
      const free = choosePlaces(taken, limit, wanted, lostRaces, () => pace.random());
      if (free === null) {
        const used = taken.size + room.count.withoutRow;
        throw new AppError('DAILY_LIMIT_REACHED', {
          details: { limit: room.limit, used, resetAt: room.resetAt },
        });
      }
      places = free;
    }

    // The next place is free as a rule. Where places above the limit may be taken, the count does not tell which it is.
    if (room.hasMoved) await moveToFreePlaces(0);
    for (let lostRaces = 0; lostRaces < mostLostRaces;) {
      try {
        const seated = () => seat(works, places);
        const admitted = needsTransaction(works)
          ? await insertTogether(seated, now, () => moveToFreePlaces((lostRaces += 1)))
          : await insertOne(seated());
        return { outcome: 'admitted', ...admitted };
      } catch (error) {
        if (!isDuplicateKey(error) && !(error instanceof AppError)) throw error;
        const standing = await repository.findMany(works.map((work) => work.id));
        if (standing.length > 0) return recognise(standing, first.admissionToken);
        if (!isDuplicateKey(error)) throw error;
      }
      // No row of ours stands, so the seat was taken.
      lostRaces += 1;
      await pace.sleep(Math.round(pace.random() * Math.min(200, 10 * lostRaces)));
      await moveToFreePlaces(lostRaces);
    }
    throw new AppError('BUSY');
  }

  /** A user's own limit may be any number, and the cloud answers a thousand rows at most. */
  async function takenPlaces(userId: string, day: string): Promise<Set<number>> {
    const taken = new Set<number>();
    const ofDay = { ...exactly({ userId, day }), status: database.command.in(countedStatuses) };
    let after = '';
    for (;;) {
      const { data } = await database
        .collection('works')
        .where({ ...ofDay, ...(after === '' ? {} : { _id: database.command.gt(after) }) })
        .orderBy('_id', 'asc')
        .field({ seat: true })
        .limit(mostRows)
        .get();
      const rows = data as { _id: string; seat?: string }[];
      for (const { seat: text } of rows) {
        const place = placeOf(text ?? '');
        if (place !== null) taken.add(place);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < mostRows) return taken;
      after = last._id;
    }
  }

  /** Again after a fault: a row that was written although the answer was lost refuses the second one. */
  async function insertOne([work]: Work[]): Promise<Admitted> {
    if (work === undefined) return { works: [], credits: null };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await database.collection('works').add({ data: toWorkRow(work) });
        return { works: [work], credits: null };
      } catch (error) {
        if (isDuplicateKey(error)) throw error;
        if (attempt === insertAttempts) throw new AppError('BUSY', { cause: error });
        await pace.sleep(Math.round(pace.random() * 100 * attempt));
      }
    }
  }

  function insertTogether(
    seated: () => Work[],
    now: Date,
    beforeRetry: () => Promise<void>,
  ): Promise<Admitted> {
    return inTransaction(
      database,
      pace,
      async (transaction) => {
        const works = seated();
        const credits = await chargeFor(transaction, works, now);
        for (const work of works) {
          await transaction.collection('works').add({ data: toWorkRow(work) });
        }
        return { works, credits };
      },
      { beforeRetry },
    );
  }

  return {
    admit,

    /** Works of an earlier call with the same request id, in the order of their ids; empty when there are none. */
    async findEarlier(workIds: readonly string[]): Promise<Work[]> {
      const { data } = await database
        .collection('works')
        .where({ _id: database.command.in(workIds) })
        .get();
      return data.map(parseWork).sort((a, b) => workIds.indexOf(a.id) - workIds.indexOf(b.id));
    },
  };
}

/** The user's row comes first, so that a conflict shows before anything else is written. */
async function chargeFor(
  transaction: Transaction,
  works: readonly Work[],
  now: Date,
): Promise<number | null> {
  const [first] = works;
  if (first === undefined || works.every((work) => work.cost === 0)) return null;
  const reference = transaction.collection('users').doc(first.userId);
  const user = requireUser((await reference.get()).data);
  const changes = charge(user.credits, works);
  const credits = changes.at(-1)?.after ?? user.credits;
  const generateCount = user.generateCount + works.length;
  await reference.update({ data: { credits, generateCount, updatedAt: now } });
  for (const change of changes) {
    await transaction
      .collection('credit_logs')
      .add({ data: creditLogRow(change, first.openid, now) });
  }
  return credits;
}

function needsTransaction(works: readonly Work[]): boolean {
  return works.length > 1 || works.some((work) => work.cost > 0);
}

function seat(works: readonly Work[], places: readonly number[]): Work[] {
  return works.map((work, index) => {
    const place = places[index];
    if (place === undefined) throw new Error('There are fewer places than works.');
    return { ...work, seat: seatOf(work.userId, work.day, place) };
  });
}

/** Rows with our token are our own, whose answer was lost; others are those of an earlier call. */
function recognise(standing: Work[], token: string): AdmissionResult {
  return standing.every((work) => work.admissionToken === token)
    ? { outcome: 'admitted', works: standing, credits: null }
    : { outcome: 'earlier', works: standing };
}
