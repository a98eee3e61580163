import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Tally = { passed: number; failed: number };

/** A command of the gate. A plain step counts as one test; a jest step counts its own tests. */
export type Step = { name: string; command: [string, ...string[]]; jest?: boolean };
/** Lanes run in parallel, and the steps of a lane in sequence: a single-threaded step leaves a core idle. */
export type Stage = Step | { lanes: readonly (readonly Step[])[] };

const node = process.execPath;
const bin = (path: string) => join(__dirname, '../node_modules', path);

export const format: Step = {
  name: 'format',
  command: [node, bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
};
export const lint: Step = {
  name: 'lint',
  command: [node, bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
};
export const types: Step = {
  name: 'types',
  command: [node, bin('tsx/dist/cli.mjs'), 'scripts/types.ts'],
};
export const build: Step = {
  name: 'build',
  command: [node, bin('tsx/dist/cli.mjs'), 'scripts/build.ts'],
};

export const packageCheck: Step = {
  name: "package, by WeChat's own tools",
  command: [node, bin('tsx/dist/cli.mjs'), 'scripts/check-package.ts'],
};

export function jest(...projects: string[]): Step {
  return {
    name: projects.join(', '),
    command: [node, bin('jest/bin/jest.js'), '--selectProjects', ...projects],
    jest: true,
  };
}

/**
 * A jest step with more workers than cores, for tests that wait for timeouts, retries and browsers as long as they
 * compute.
 */
export function waitingJest(workers: number, ...projects: string[]): Step {
  const step = jest(...projects);
  return { ...step, command: [...step.command, '--maxWorkers', String(workers)] };
}

/** Runs every step, even after a failure, and prints a summary at the end. */
export async function runSteps(stages: readonly Stage[]): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0 };
  for (const stage of stages) {
    if (!('lanes' in stage)) {
      await runStep(stage, tally, 'inherit');
      continue;
    }
    const runLane = async (steps: readonly Step[]): Promise<void> => {
      for (const step of steps) await runStep(step, tally, 'pipe');
    };
    await Promise.all(stage.lanes.map(runLane));
  }
  return tally;
}

/** `pipe` collects the output and prints it when the step has ended, so that parallel steps do not mix. */
type Printing = 'inherit' | 'pipe';

async function runStep(step: Step, tally: Tally, printing: Printing): Promise<void> {
  const startedAt = Date.now();
  console.log(`\n▸ ${step.name}`);
  const result = await (step.jest ? runJest(step, printing) : runPlain(step, printing));
  tally.passed += result.passed;
  tally.failed += result.failed;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  console.log(`${result.failed === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
}

async function runPlain({ command }: Step, printing: Printing): Promise<Tally> {
  const status = await execute(command, [printing, printing]);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runJest({ command: [program, ...rest] }: Step, printing: Printing): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const report = join(folder, 'report.json');
  try {
    const command: Step['command'] = [program, ...rest, '--json', '--outputFile', report];
    const status = await execute(command, ['ignore', printing]);
    const { numPassedTests, numFailedTests, numFailedTestSuites } = readReport(report);
    // A suite that fails to load has no failed test, and a crash leaves no report.
    const failed = Math.max(numFailedTests, numFailedTestSuites, status === 0 ? 0 : 1);
    return { passed: numPassedTests, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves to the exit code; null after a signal. */
function execute(
  [program, ...rest]: Step['command'],
  output: [Printing | 'ignore', Printing],
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: ['inherit', ...output] });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => void chunks.push(chunk);
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (status) => {
      process.stdout.write(Buffer.concat(chunks));
      resolve(status);
    });
  });
}

type JestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };

function readReport(path: string): JestReport {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 };
  }
}

/** Prints the last line, which continuous integration reads. */
export function finish({ passed, failed }: Tally): void {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
