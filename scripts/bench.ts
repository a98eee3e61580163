import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBench } from '../tests/bench/bench';
import type { Bench } from '../tests/bench/bench';
import { builtFunctions } from '../tests/bench/folders';
import type { MeasuredRow } from '../tests/bench/report';
import { circumstances, toMarkdown, toText } from '../tests/bench/report';
import type { Row } from '../tests/bench/row';
import { rows } from '../tests/bench/rows';
import { build } from './build';
import { failScript } from './fail';

const help = `npm run bench -- [--only <row>] [--quick] [--no-build]

Measures the targets of the benchmarks as one table, and writes docs/benchmarks.md when all of them were measured in full.

  --only <row>  one row, may be repeated: ${rows.map(({ name }) => name).join(', ')}
  --quick       fewer samples and smaller collections
  --no-build    measures dist/ as it stands
`;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.filter((name) => rows.every((row) => row.name !== name));
  if (values.help || unknown.length > 0) {
    console.log(unknown.length > 0 ? `There is no row ${unknown.join(', ')}.\n\n${help}` : help);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  if (!values['no-build']) await build();
  const chosen = rows.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const measured = await measure(chosen, values.quick);
  // A missed target is a finding; a row that could not be measured is a failure.
  process.exitCode = measured.some((row) => 'failure' in row) ? 1 : 0;
  if (measured.length > 1) console.log(`\n${toText(measured)}`);
  if (values.only.length === 0 && !values.quick) {
    const page = toMarkdown(measured, circumstances('npm run bench'));
    writeFileSync(join(__dirname, '../docs/benchmarks.md'), page);
    console.log('\nwritten to docs/benchmarks.md');
  }
}

async function measure(chosen: Row[], isQuick: boolean): Promise<MeasuredRow[]> {
  const productFunctions = mkdtempSync(join(tmpdir(), 'bench-functions-'));
  try {
    cpSync(builtFunctions, productFunctions, { recursive: true });
    const bench = createBench({ isQuick, productFunctions });
    const measured: MeasuredRow[] = [];
    for (const row of chosen) {
      console.log(`▸ ${row.name}`);
      measured.push(await measureRow(row, bench));
      console.log(toText(measured.slice(-1)));
    }
    return measured;
  } finally {
    rmSync(productFunctions, { recursive: true, force: true });
  }
}

async function measureRow(row: Row, bench: Bench): Promise<MeasuredRow> {
  try {
    return { row: row.name, results: await row.measure(bench) };
  } catch (error) {
    // Other rows can still be measured; this one counts as missed.
    return { row: row.name, failure: error instanceof Error ? error.message : String(error) };
  }
}

run().catch(failScript);
