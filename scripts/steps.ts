import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Tally = { passed: number; failed: number };

/** A command of the gate. A plain step counts as one; a jest step counts its tests. */
export type Step = { name: string; command: [string, ...string[]]; jest?: boolean };

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

/** Runs every step, also after a failed one, and prints a summary at the end. */
export function runSteps(steps: Step[]): Tally {
  const tally: Tally = { passed: 0, failed: 0 };
  for (const step of steps) {
    const startedAt = Date.now();
    console.log(`\n▸ ${step.name}`);
    const result = step.jest ? runJest(step) : runPlain(step);
    tally.passed += result.passed;
    tally.failed += result.failed;
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
    console.log(`${result.failed === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
  }
  return tally;
}

function runPlain({ command: [program, ...rest] }: Step): Tally {
  const { status } = spawnSync(program, rest, { stdio: 'inherit' });
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function runJest({ command: [program, ...rest] }: Step): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync(program, [...rest, '--json', '--outputFile', report], {
      stdio: ['inherit', 'ignore', 'inherit'],
    });
    const { numPassedTests, numFailedTests, numFailedTestSuites } = readReport(report);
    // A suite that cannot even be loaded has no failed test, and a crash has no report.
    const failed = Math.max(numFailedTests, numFailedTestSuites, status === 0 ? 0 : 1);
    return { passed: numPassedTests, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type JestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };

function readReport(path: string): JestReport {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 };
  }
}

/** The last line that continuous integration reads. */
export function finish({ passed, failed }: Tally): void {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
