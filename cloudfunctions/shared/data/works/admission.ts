import { choosePlaces, placeOf, releasedSeat, seatOf } from '../../domain/work/seat';
import { countedStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { backOff, retry } from '../core/retry';
import type { RetryPolicy } from '../core/retry';
import { isMissing } from '../core/rows';
import { inTransaction } from '../core/transaction';
import type { Clock } from '../../domain/time/clock';
import { toWorkRow } from '../rows/work';
import { chargeOwner } from './account';
import type { DayCount, WorkRepository } from './works';

/** `credits`: the balance after the charge; null if nothing was charged, or the answer was lost. */
type AdmissionResult = { works: Work[]; credits: number | null };
export type Admission =
  ({ outcome: 'admitted' } & AdmissionResult) | { outcome: 'earlier'; works: Work[] };

export type Room = {
  /** The day's limit; lower than the user's limit if the storage allows no more. */
  limit: number;
  count: DayCount;
  /** The limit was different earlier today, so works may have seats above it. */
  hasMoved: boolean;
  /** The error to throw if `used` works leave too little room. */
  refusal(used: number): AppError;
};

const maxLostRaces = 40;
const insertPolicy: RetryPolicy = {
  attempts: 3,
  waitMs: backOff({ firstMs: 100, maxMs: 200 }),
  isRetryable: (error) => !isDuplicateKey(error),
};
const maxRows = 1000;

export type AdmissionRepository = ReturnType<typeof createAdmissionRepository>;

export function createAdmissionRepository(
  database: Database,
  clock: Clock,
  repository: Pick<WorkRepository, 'findMany'>,
) {
  /**
   * Seats and charges works of one user and day, all or none. `within` writes more in the same transaction, or throws to refuse.
   */
  async function admit(
    works: readonly Work[],
    room: Room,
    now: Date,
    within?: (transaction: Transaction) => Promise<void>,
  ): Promise<Admission> {
    const [first] = works;
    if (first === undefined) throw new Error('There is no work to admit.');
    const { userId, day } = first;
    const wanted = works.length;
    const limit = room.limit - room.count.withoutRow;
    const start = room.count.used - room.count.withoutRow;
    let places = Array.from({ length: wanted }, (_, index) => start + index + 1);

    async function moveToFreePlaces(lostRaces: number): Promise<void> {
      const { taken, unnumbered } = await takenPlaces(userId, day);
      const numbered = limit - unnumbered;
      const free = choosePlaces(taken, numbered, wanted, lostRaces, () => clock.random());
      if (free === null) throw room.refusal(taken.size + unnumbered + room.count.withoutRow);
      places = free;
    }

    // The next place is usually free. If seats above the limit may be taken, the count does not tell which place is free.
    if (room.hasMoved) await moveToFreePlaces(0);
    for (let lostRaces = 0; lostRaces < maxLostRaces;) {
      try {
        const seated = () => seat(works, places);
        const admitted =
          within !== undefined || needsTransaction(works)
            ? await insertTogether(seated, now, within, () => moveToFreePlaces((lostRaces += 1)))
            : await insertOne(seated());
        return { outcome: 'admitted', ...admitted };
      } catch (error) {
        if (!isDuplicateKey(error) && !(error instanceof AppError)) throw error;
        const standing = await repository.findMany(works.map((work) => work.id));
        if (standing.length > 0) return toAdmission(standing, first.admissionToken);
        if (!isDuplicateKey(error)) throw error;
      }
      // None of our rows exists, so another call took a seat.
      lostRaces += 1;
      await clock.sleep(Math.round(clock.random() * Math.min(200, 10 * lostRaces)));
      await moveToFreePlaces(lostRaces);
    }
    throw new AppError('BUSY');
  }

  /**
   * `unnumbered`: works that count but have no numbered place, as recovered ones may. Read in pages: a user's individual limit
   * may be any number, and the cloud returns at most a thousand rows.
   */
  async function takenPlaces(
    userId: string,
    day: string,
  ): Promise<{ taken: Set<number>; unnumbered: number }> {
    const taken = new Set<number>();
    let unnumbered = 0;
    const ofDay = {
      ...requireDefined({ userId, day }),
      status: database.command.in(countedStatuses),
    };
    let after = '';
    for (;;) {
      const { data } = await database
        .collection('works')
        .where({ ...ofDay, ...(after === '' ? {} : { _id: database.command.gt(after) }) })
        .orderBy('_id', 'asc')
        .field({ seat: true })
        .limit(maxRows)
        .get();
      const rows = data as { _id: string; seat?: string }[];
      for (const { seat: text } of rows) {
        const place = placeOf(text ?? '');
        if (place === null) unnumbered += 1;
        else taken.add(place);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < maxRows) return { taken, unnumbered };
      after = last._id;
    }
  }

  /** Retried after a fault: if only the answer was lost, the second insert is refused as a duplicate. */
  async function insertOne([work]: Work[]): Promise<AdmissionResult> {
    if (work === undefined) return { works: [], credits: null };
    try {
      await retry(clock, insertPolicy, () =>
        database.collection('works').add({ data: toWorkRow(work) }),
      );
      return { works: [work], credits: null };
    } catch (error) {
      if (isDuplicateKey(error)) throw error;
      throw new AppError('BUSY', { cause: error });
    }
  }

  function insertTogether(
    seated: () => Work[],
    now: Date,
    within: ((transaction: Transaction) => Promise<void>) | undefined,
    beforeRetry: () => Promise<void>,
  ): Promise<AdmissionResult> {
    return inTransaction(
      database,
      clock,
      async (transaction) => {
        const works = seated();
        const credits = await chargeOwner(transaction, works, now);
        await transaction.collection('works').add({ data: works.map(toWorkRow) });
        await within?.(transaction);
        return { works, credits };
      },
      { beforeRetry },
    );
  }

  /** For works exempt from the limits: an admin's replays. `within` makes it idempotent. */
  function admitWithoutSeat(
    works: readonly Work[],
    within: (transaction: Transaction) => Promise<void>,
  ): Promise<void> {
    return inTransaction(database, clock, async (transaction) => {
      const [first] = works;
      if (first === undefined) return;
      const standing = await transaction.collection('works').doc(first.id).get();
      if (!isMissing(standing.data)) return;
      await within(transaction);
      const rows = works.map((work) => toWorkRow({ ...work, seat: releasedSeat(work.id) }));
      await transaction.collection('works').add({ data: rows });
    });
  }

  return { admit, admitWithoutSeat };
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

/** Rows with our token are our own, whose answer was lost; others belong to an earlier call. */
function toAdmission(standing: Work[], token: string): Admission {
  return standing.every((work) => work.admissionToken === token)
    ? { outcome: 'admitted', works: standing, credits: null }
    : { outcome: 'earlier', works: standing };
}
