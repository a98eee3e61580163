import { z } from 'zod';
import { fixedWaits, retry } from '../../../cloudfunctions/shared/data/core/retry';
import type { Account } from '../account/account';
import { Interrupted, messageOf } from '../operator';
import type { Operator } from '../operator';
import type { Bundle } from './bundle';

const Health = z.object({
  build: z.string(),
  configuration: z.string().nullable(),
  missingVariables: z.array(z.string()),
  unreachableCollections: z.array(z.string()),
});

/** Instances with the previous code may still reply for some seconds. */
const untilReplaced = fixedWaits(...Array<number>(10).fill(1_000));

/** Checks the health of every function and returns how many are unhealthy. */
export async function smokeTest(
  { functions }: Account,
  bundles: Bundle[],
  collections: string[],
  { clock, print, progress, signal, variables }: Operator,
): Promise<number> {
  let failures = 0;
  for (const [done, bundle] of bundles.entries()) {
    if (signal.aborted) throw new Interrupted();
    progress.show('核对', done, bundles.length);
    const { name, build } = bundle;
    const expected = bundle.variableNames.filter((variable) => (variables[variable] ?? '') !== '');
    const problems = await retry(clock, untilReplaced, async () => {
      const data = { variables: expected, collections };
      const health = Health.parse(await functions.invoke(name, { action: 'health', data }));
      if (health.build !== build) {
        throw new Error(`运行的代码是 ${health.build}，不是刚部署的 ${build}`);
      }
      return problemsOf(health);
    }).catch((error: unknown) => [messageOf(error)]);
    progress.end();
    print(problems.length === 0 ? `✓ ${name} ${build}` : `✗ ${name}：${problems.join('；')}`);
    if (problems.length > 0) failures += 1;
  }
  return failures;
}

function problemsOf(health: z.output<typeof Health>): string[] {
  const { configuration, missingVariables, unreachableCollections } = health;
  return [
    ...(configuration === null ? [] : [configuration]),
    ...(missingVariables.length === 0 ? [] : [`环境变量没有生效：${missingVariables.join('、')}`]),
    ...(unreachableCollections.length === 0
      ? []
      : [`读不到集合：${unreachableCollections.join('、')}（先运行 npm run provision）`]),
  ];
}
