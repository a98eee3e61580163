import type { ProviderTest as ProviderTestView } from '../shared/contracts/queue';
import type { Context } from '../shared/context';
import type { ProviderTest } from '../shared/domain/provider/api-config';
import { openPrivate } from '../shared/views';

/** A test as shown to an admin. */
export async function viewProviderTest(
  configId: string,
  { costFen, endedAt, fileId, model, problem, startedAt, state }: ProviderTest,
  needs: Pick<Context, 'files' | 'log'>,
): Promise<ProviderTestView> {
  const imageUrl = fileId === '' ? '' : (await openPrivate([fileId], needs))(fileId);
  return {
    ...{ configId, model, state, costFen, startedAt: startedAt.toISOString() },
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    ...(imageUrl === '' ? {} : { imageUrl }),
    ...(problem === '' ? {} : { problem }),
  };
}
