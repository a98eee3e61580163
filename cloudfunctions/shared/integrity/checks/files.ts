import * as z from 'zod';
import type { Findings } from '../rules/findings';
import { retryRead } from '../admin-database';
import type { AdminDatabase } from '../admin-database';
import type { Clock } from '../../domain/time/clock';

const idsPerRead = 100;

const Owner = z.looseObject({
  _id: z.string(),
  status: z.string().catch(''),
  hasFilesToRemove: z.boolean().catch(false),
});

/**
 * The paths of pictures and thumbnails contain their work's id. Finds files whose work has no row and waits in no backup, or has
 * failed and is not marked for the sweep.
 */
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
        .field({ _id: true, status: true, hasFilesToRemove: true })
        .limit(idsPerRead)
        .get(),
    );
    const owners = data.map((row) => Owner.parse(row));
    const there = new Set(
      owners
        .filter(({ status, hasFilesToRemove }) => hasFilesToRemove || !hasEndedEmpty(status))
        .map(({ _id: id }) => id),
    );
    for (const { path, userId, workId } of some) {
      if (there.has(workId) || inBackup.has(workId)) continue;
      findings.add({ problem: 'fileWithoutWork', id: workId, userId, what: path });
    }
  }
}

function hasEndedEmpty(status: string): boolean {
  return status === 'failed' || status === 'cancelled';
}
