import type { Context } from '../shared/context';
import { isRunning } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import { describeError } from '../shared/domain/log';

export type Saved = 'works' | 'backup' | 'none';

/**
 * What may be said of a finished picture whose row could not be written. It is completed only where it surely stays so:
 * a sweeper doubts the row before it looks for a backup and a picture, so a row that is free of doubt after both were
 * kept will be completed by whoever comes. Otherwise the work is answered with its picture and as still under way, or,
 * when it was ended meanwhile, as it ended.
 */
export async function vouch(
  completed: Work,
  saved: Saved,
  { works, log }: Pick<Context, 'log'> & { works: Pick<Context['works'], 'find'> },
): Promise<{ work: Work; saved: Saved }> {
  const unsure = { work: { ...completed, status: 'processing' as const }, saved };
  try {
    const row = await works.find(completed.id);
    if (row !== null && !isRunning(row)) return { work: row, saved: 'works' };
    return row?.doubtedAt === undefined ? { work: completed, saved } : unsure;
  } catch (error) {
    log.warn('finished work not vouched for', { cause: describeError(error) });
    return unsure;
  }
}
