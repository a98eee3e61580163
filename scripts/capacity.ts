import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { measure } from '../tests/capacity/measure';
import { toCapacity } from '../tests/capacity/report';
import { failScript } from './fail';

/** `npm run capacity`: measures the bundles of dist/, and writes docs/capacity.md. */
async function run(): Promise<void> {
  const text = await format(toCapacity(await measure(console.log)), { parser: 'markdown' });
  writeFileSync(join(__dirname, '../docs/capacity.md'), text);
  console.log('written to docs/capacity.md');
}

run().catch(failScript);
