import { kindOf } from './commands/all';
import type { Command } from './commands/all';
import type { Run } from './run';

/** Results of many scenarios, which can be summed. */
export type Tally = {
  scenarios: number;
  faulted: number;
  commands: number;
  requests: number;
  virtualMs: number;
  struck: Record<string, number>;
  outages: Record<string, number>;
  incidents: Record<string, number>;
  answers: Record<string, number>;
  failed: { seed: number; violations: string[] }[];
};

export function emptyTally(): Tally {
  return {
    scenarios: 0,
    faulted: 0,
    commands: 0,
    requests: 0,
    virtualMs: 0,
    struck: {},
    outages: {},
    incidents: {},
    answers: {},
    failed: [],
  };
}

export function tallyOf(run: Run): Tally {
  const { commands, outages, seed } = run.scenario;
  const isStruck = Object.keys(run.struck).length > 0;
  const incidents = commands.flatMap((command) => incidentOf(command));
  return {
    scenarios: 1,
    faulted: isStruck || incidents.length > 0 ? 1 : 0,
    commands: commands.length,
    requests: run.requests,
    virtualMs: run.virtualMs,
    struck: run.struck,
    outages: counted(outages.map(({ what, how }) => `${what} ${how}`)),
    incidents: counted(incidents),
    answers: counted(run.calls.map(({ outcome, reply }) => answerOf(outcome.kind, reply))),
    failed:
      run.violations.length === 0
        ? []
        : [{ seed, violations: run.violations.map(({ rule, text }) => `${rule} ${text}`) }],
  };
}

export function add(to: Tally, more: Tally): Tally {
  return {
    scenarios: to.scenarios + more.scenarios,
    faulted: to.faulted + more.faulted,
    commands: to.commands + more.commands,
    requests: to.requests + more.requests,
    virtualMs: to.virtualMs + more.virtualMs,
    struck: sum(to.struck, more.struck),
    outages: sum(to.outages, more.outages),
    incidents: sum(to.incidents, more.incidents),
    answers: sum(to.answers, more.answers),
    failed: [...to.failed, ...more.failed],
  };
}

function incidentOf(command: Command): string[] {
  const incident = kindOf(command).incidentOf?.(command) ?? null;
  return incident === null ? [] : [incident];
}

function answerOf(kind: string, reply: Run['calls'][number]['reply']): string {
  if (kind !== 'answered') return kind;
  return reply?.code === 200 || reply?.error === undefined ? 'success' : reply.error;
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [name, count] of Object.entries(b)) total[name] = (total[name] ?? 0) + count;
  return total;
}
