import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { findOwn } from '../shared/flows/generation/interrupted';
import type { Context } from '../shared/context';

/** Another user's work answers like a missing one, so that ids cannot be probed. */
export async function requireOwn(workId: string, context: Context): Promise<Work> {
  const work = await findOwn(workId, context.caller.userId, context);
  if (work === null) throw new AppError('NOT_FOUND');
  return work;
}
