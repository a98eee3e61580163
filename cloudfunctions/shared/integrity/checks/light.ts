import type { BusinessDay } from '../../domain/time/business-day';
import type { WorkStatus } from '../../domain/work/work';
import type { Books } from './books';
import { inBatches, pagesById, retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { LimitOf } from './limits';
import { readSeat, readUser, seatFields } from './rows';
import { sumUsers } from './user-sums';
import type { UserSums } from './user-sums';
import { countWorks, findWorkless, readOtherWorks, sumWorks } from './work-sums';
import type { Clock } from '../../domain/time/clock';

type Options = {
  books: Books;
  limitOf: LimitOf;
  today: BusinessDay;
  clock: Clock;
  onProgress?: ((step: string, rows: number) => void) | undefined;
};

/** Queries in flight at once; each covers a few thousand users. */
const maxInFlight = 4;
const rowsPerRead = 1000;

/**
 * Checks users and works without reading their rows: the database sums and compares, and only users whose sums disagree are read
 * row by row. Finds the same faults of statuses, seats and users as a full read.
 */
export async function scanSums(database: AdminDatabase, options: Options): Promise<void> {
  const { books, limitOf, today, clock, onProgress } = options;
  const doubtful = new Set<string>();
  const stretches: (Pick<UserSums, 'stretch'> & { works: number })[] = [];
  let works = 0;

  async function seeStretch({ stretch, counting }: UserSums): Promise<void> {
    const seen = { stretch, works: 0, counting: 0 };
    for await (const sums of sumWorks(database, clock, stretch, today)) {
      for (const status of Object.keys(sums.byStatus) as WorkStatus[])
        books.countWork(status, sums.byStatus[status]);
      seen.works += sums.works;
      seen.counting += sums.counting;
      sums.doubtful.forEach((id) => doubtful.add(id));
      for (const { userId, userType, today: used } of sums.busy) {
        const limit = limitOf(userId, userType);
        if (limit !== null && used > limit) doubtful.add(userId);
      }
    }
    // The owners of works have been compared. If more users have a positive count, some of those own no work.
    if (seen.counting !== counting)
      for (const id of await findWorkless(database, clock, stretch)) doubtful.add(id);
    stretches.push(seen);
    works += seen.works;
    onProgress?.('works', works);
  }

  /** Checks works that were not summed: not plain, without an owner, or newer than the sums. */
  async function seeOthers(): Promise<void> {
    for (const seen of stretches) {
      if ((await countWorks(database, clock, seen.stretch)) === seen.works) continue;
      for await (const page of readOtherWorks(database, clock, seen.stretch))
        page.forEach(seeOther);
    }
    const { command } = database;
    for await (const page of pagesOfWorks({ userId: command.not(command.gt('')) })) {
      for (const raw of page) books.keep(readSeat(raw));
    }
  }

  function seeOther(raw: unknown): void {
    const result = readSeat(raw);
    if ('row' in result) books.countWork(result.row.status);
    doubtful.add('row' in result ? result.row.userId : result.finding.userId);
  }

  async function seeDoubtful(): Promise<void> {
    const pages = inBatches([...doubtful], async (ids) => {
      await seeWorksOf(ids);
      return retryRead(clock, async () => {
        const query = database.collection('users').where({ _id: database.command.in(ids) });
        return (await query.limit(rowsPerRead).get()).data;
      });
    });
    for await (const page of pages) {
      for (const raw of page) {
        const user = books.keep(readUser(raw));
        if (user !== null) books.seeUser(user, limitOf(user.id, user.userType));
      }
    }
  }

  async function seeWorksOf(ids: readonly string[]): Promise<void> {
    for await (const page of pagesOfWorks({ userId: database.command.in(ids) })) {
      for (const raw of page) {
        const work = books.keep(readSeat(raw));
        if (work !== null) books.seeSeat(work);
      }
    }
  }

  const pagesOfWorks = (condition: object) =>
    pagesById(database, 'works', clock, { size: rowsPerRead, condition, fields: seatFields });

  const inFlight: Promise<void>[] = [];
  for await (const sums of sumUsers(database, clock)) {
    const stretch = seeStretch(sums);
    // Awaited later; until then its failure must not count as unhandled.
    stretch.catch(() => undefined);
    inFlight.push(stretch);
    if (inFlight.length > maxInFlight) await inFlight.shift();
    sums.doubtful.forEach((id) => doubtful.add(id));
    books.countUsers(sums.users);
    onProgress?.('users', books.figures.users);
  }
  await Promise.all(inFlight);
  const { total } = await retryRead(clock, () => database.collection('works').count());
  if (total !== works) await seeOthers();
  await seeDoubtful();
}
