import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import type { Deployment } from './deployment';
import type { Instance } from './instance';
import { createWorld } from './world';

/**
 * Provides this many sweepers that already know the prefix of file ids. An instance that has served before makes
 * fewer calls, and a replayed seed must make the same calls whatever ran before it.
 */
export async function warmUpSweepers(
  deployment: Deployment,
  templates: CollectionTemplate[],
  wanted: number,
): Promise<void> {
  const taken: Instance[] = [];
  while (deployment.idle('tick') + taken.length < wanted) {
    const instance = takeNew(deployment);
    await learn({ ...deployment, acquire: () => instance, release: () => undefined }, templates);
    taken.push(instance);
  }
  for (const instance of taken) deployment.release('tick', instance);
}

/** Sets idle instances aside in order to get a new one. */
function takeNew(deployment: Deployment): Instance {
  const known: Instance[] = [];
  while (deployment.idle('tick') > 0) known.push(deployment.acquire('tick'));
  const instance = deployment.acquire('tick');
  for (const idle of known) deployment.release('tick', idle);
  return instance;
}

async function learn(deployment: Deployment, templates: CollectionTemplate[]): Promise<void> {
  const world = createWorld({
    deployment,
    templates,
    seed: 0,
    startAt: Date.UTC(2020, 0, 1),
    plan: () => null,
    isJournaled: false,
  });
  const createdAt = new Date(world.time.now() - 3_600_000);
  world.backend.database.put('works', [
    { _id: 'work_interrupted', userId: 'user_nobody', status: 'pending', cost: 0, createdAt },
  ]);
  const swept = world.call({ name: 'tick', event: {}, openid: null, key: 0 });
  await world.time.runUntil(swept);
}
