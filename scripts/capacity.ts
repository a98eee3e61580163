import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { measure } from '../tests/capacity/measure';
import { toCapacity } from '../tests/capacity/report';
import { failScript } from './fail';

const help = `npm run capacity

Measures the bundles of dist/ on a local cloud: the calls of every action, and the evening of 1 000 users on a small plan, in about
eight minutes. Writes docs/capacity.md: what 1 000, 100 000 and 10 000 000 daily users cost, and which limit breaks first.
`;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(help);
    return;
  }
  const text = await format(toCapacity(await measure(console.log)), { parser: 'markdown' });
  writeFileSync(join(__dirname, '../docs/capacity.md'), text);
  console.log('written to docs/capacity.md');
}

run().catch(failScript);
