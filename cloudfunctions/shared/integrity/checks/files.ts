import * as z from 'zod';
import type { Findings } from '../rules/findings';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Clock } from '../../domain/time/clock';

const idsPerRead = 100;

/** The paths of pictures and list pictures name their work: finds those whose work has no row and waits in no backup. */
export async function findFilesWithoutWork(
  database: AdminDatabase,
  paths: readonly string[],
  options: { clock: Clock; findings: Findings; inBackup: ReadonlySet<string> },
): Promise<void> {
  const { clock, findings, inBackup } = options;
  const files = paths.flatMap((path) => {
    const [, userId, workId] =
      /^(?:works|thumbnails)\/([^/]+)\/([^/.-]+)(?:-[^/.]+)?\.[^/]+$/.exec(path) ?? [];
    return userId === undefined || workId === undefined ? [] : [{ path, userId, workId }];
  });
  for (let start = 0; start < files.length; start += idsPerRead) {
    const some = files.slice(start, start + idsPerRead);
    const { data } = await retryRead(clock, () =>
      database
        .collection('works')
        .where({ _id: database.command.in([...new Set(some.map(({ workId }) => workId))]) })
        .field({ _id: true })
        .limit(idsPerRead)
        .get(),
    );
    const there = new Set(data.map((row) => z.object({ _id: z.string() }).parse(row)._id));
    for (const { path, userId, workId } of some) {
      if (there.has(workId) || inBackup.has(workId)) continue;
      findings.add({ problem: 'fileWithoutWork', id: workId, userId, what: path });
    }
  }
}
