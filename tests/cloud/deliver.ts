import { deploy } from '../../scripts/cloud/deploy/command';
import type { Operator } from '../../scripts/cloud/operator';
import { runLocally } from './support';

export type Delivery = { words: string[]; variables: Record<string, string> };

/**
 * Runs `deploy` once for every delivery of the JSON given, in this process: WeChat's tools take seconds to load and leave
 * watchers behind, so they get one process of their own. The last line of the output is the JSON of all results.
 */
async function main(): Promise<void> {
  const results = [];
  for (const { words, variables } of JSON.parse(process.argv[2] ?? '[]') as Delivery[]) {
    const command = (operator: Operator, given: string[]) => deploy(operator, given, '/nowhere');
    results.push(await runLocally(command, words, { variables }));
  }
  process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
}

void main();
