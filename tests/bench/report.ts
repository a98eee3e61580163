import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { projectRoot } from './folders';
import type { Result } from './row';

export type MeasuredRow = { row: string; results: Result[] } | { row: string; failure: string };

/** The environment of the measurement, which a reader needs to judge the figures. */
export type Circumstances = {
  machine: string;
  node: string;
  date: string;
  command: string;
  commit: string;
};

export function circumstances(command: string): Circumstances {
  const processors = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`;
  const git = (...options: string[]) =>
    execFileSync('git', options, { cwd: projectRoot, encoding: 'utf8' }).trim();
  return {
    machine: `${processors.length} cores (${processors[0]?.model ?? 'unknown'}), ${memory} memory, ${process.platform}; load average of the last minutes ${loadavg()[2]?.toFixed(1) ?? '?'}, the bench's own included`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    command,
    commit: git('rev-parse', '--short', 'HEAD'),
  };
}

/** The table for a terminal. */
export function toText(measured: readonly MeasuredRow[]): string {
  const lines = measured.flatMap((row) => {
    if ('failure' in row) return [`✗ ${row.row}: not measured: ${row.failure}`];
    return row.results.map(({ what, ours, baseline, ratio, target, isMet }) => {
      const against = [baseline, ratio].filter((part) => part !== '').join(' → ');
      return `${isMet ? '✓' : '✗'} ${what}: ${ours}${against === '' ? '' : ` (${against})`}${target === '' ? '' : `, target ${target}`}`;
    });
  });
  const missed = lines.filter((line) => line.startsWith('✗')).length;
  return [...lines, '', `${lines.length - missed} met, ${missed} missed`].join('\n');
}

/** The table as a page of the documentation. The column of the real cloud is empty until it is measured there. */
export function toMarkdown(measured: readonly MeasuredRow[], about: Circumstances): string {
  const head = ['what', 'target', 'emulator', 'against', 'ratio', 'verdict', 'cloud'];
  const rows = measured.flatMap((row) => {
    if ('failure' in row) return [[row.row, '', 'not measured', '', '', '❌', '']];
    return row.results.map(({ what, ours, baseline, ratio, target, isMet }) => [
      what,
      target,
      ours,
      baseline,
      ratio,
      isMet ? '✅' : '❌ missed',
      '',
    ]);
  });
  const notes = measured.flatMap((row) =>
    'failure' in row
      ? [`- ${row.row}: not measured: ${row.failure}`]
      : row.results.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`])),
  );
  return [
    '# Benchmarks',
    '',
    `Written by \`${about.command}\`. Do not edit by hand.`,
    '',
    `${about.date}, commit ${about.commit}, Node ${about.node}, ${about.machine}.`,
    '',
    'Figures of one run; what is compared was measured side by side, by turns, in that run. A ratio or a count says something about',
    'the code, a time alone says something about this machine. "Conventional" is the build in `tests/bench/conventional/`: what it',
    'does and leaves out stands in its README. The cloud column is empty until somebody measured there.',
    '',
    ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '## How it was measured',
    '',
    ...notes,
    '',
  ].join('\n');
}
