import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCloud } from '../devtools/emulator/server';
import { exceptions } from './conformance/exceptions';
import { runSuites } from './conformance/run-suites';
import { fetchSuites, suitesPackage } from './conformance/suites';

const help = `npm run conformance -- [options]
  --suites DIR   an unpacked package with the suites in DIR/test; else ${suitesPackage} from npm

Runs the official test suites of the CloudBase SDK for Node against a fresh local cloud, their assertions unchanged.
Fails when a test fails that is not among the exceptions (scripts/conformance/exceptions.ts), or when an exception passes.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { suites: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const suites =
    values.suites === undefined
      ? fetchSuites(join(__dirname, '../.cache/conformance'))
      : resolve(values.suites);
  const functionsFolder = mkdtempSync(join(tmpdir(), 'conformance-functions-'));
  const running = await startCloud({ port: 0, functionsFolder, dataFolder: null });
  try {
    const results = await runSuites(suites, running.url);
    const isExcused = ({ file, test }: { file: string; test: string }): boolean =>
      exceptions.some((one) => one.file === file && test.endsWith(one.test));
    const passed = results.filter((result) => result.passed);
    const failed = results.filter((result) => !result.passed);
    const differing = failed.filter((result) => !isExcused(result));
    const needless = passed.filter(isExcused);
    for (const { file, test, message } of differing)
      console.error(`✗ ${file} ${test}\n${message.split('\n').slice(0, 12).join('\n')}\n`);
    for (const { file, test } of needless)
      console.error(`✗ ${file} ${test} passes: take it out of the exceptions`);
    const figures = [
      `${results.length} tests`,
      `${passed.length} passed`,
      `${failed.length - differing.length} excused`,
      `${differing.length + needless.length} to look at`,
    ];
    console.log(figures.join(', '));
    process.exitCode = results.length > 0 && differing.length + needless.length === 0 ? 0 : 1;
  } finally {
    await running.close();
    rmSync(functionsFolder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
