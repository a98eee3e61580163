import { checkIntegrity } from '../../../cloudfunctions/shared/integrity/checks/check';
import type { Mode } from '../../../cloudfunctions/shared/integrity/checks/scan';
import { connect } from '../../../scripts/admin/connection';
import type { Connection } from '../../../scripts/admin/connection';

/** The cost of one check, and the ids of the rows that it reported. */
export type IntegritySample = {
  milliseconds: number;
  peakMegabytes: number;
  queries: number;
  works: number;
  users: number;
  accused: string[];
  accusedCount: number;
};

type Outcome = Pick<IntegritySample, 'works' | 'users' | 'accused' | 'accusedCount' | 'queries'>;
const maxNamed = 50;

async function ours(connection: Connection, mode: Mode): Promise<Outcome> {
  let queries = 0;
  const { database, clock } = connection;
  const collection = (name: string) => {
    queries += 1;
    return database.collection(name);
  };
  const report = await checkIntegrity(
    { ...database, command: database.command, collection },
    {
      mode,
      now: clock.now(),
      clock,
      keep: maxNamed,
      // File checks are off: the conventional check has none.
      findMissing: () => Promise.resolve([]),
      listFiles: null,
      findMissingIndexes: null,
    },
  );
  return {
    queries,
    works: report.works.total,
    users: report.users.total,
    accused: [...new Set(report.findings.map(({ id }) => id))],
    accusedCount: report.problems.reduce((sum, { count }) => sum + count, 0),
  };
}

type Row = { _id: string; generateCount: number };
type Rows = {
  skip(count: number): Rows;
  limit(count: number): Rows;
  get(): Promise<{ data: Row[] }>;
};

/** The conventional check, as written (its first 100 rows) or extended to all users. */
async function conventional({ database }: Connection, reachesAll: boolean): Promise<Outcome> {
  let queries = 2;
  const users = database.collection('users') as unknown as Rows;
  const works = (await database.collection('works').limit(100).get()).data;
  const accused: string[] = [];
  let seen = 0;
  for (let start = 0; ; start += 100) {
    const { data } = await users.skip(start).limit(100).get();
    for (const { _id, generateCount } of data) {
      const { total } = await database.collection('works').where({ userId: _id }).count();
      if (total !== generateCount) accused.push(_id);
    }
    seen += data.length;
    queries += data.length + 1;
    if (!reachesAll || data.length < 100) break;
  }
  return {
    queries,
    works: works.length,
    users: seen,
    accused: accused.slice(0, maxNamed),
    accusedCount: accused.length,
  };
}

async function run(way: string): Promise<void> {
  const connection = await connect(null);
  const startedAt = performance.now();
  const outcome =
    way === 'light' || way === 'full'
      ? await ours(connection, way)
      : await conventional(connection, way === 'conventional-all');
  const sample: IntegritySample = {
    ...outcome,
    milliseconds: performance.now() - startedAt,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(`sample ${JSON.stringify(sample)}`);
}

void run(process.argv[2] ?? '');
