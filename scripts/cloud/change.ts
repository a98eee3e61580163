import { AdminError } from '../admin/errors';
import { Interrupted, exitCodes, messageOf } from './operator';
import type { Operator } from './operator';

/** One idempotent step from the environment's state to the state that the repository describes. */
export type Change = {
  /** What is changed, e.g. `集合 works`. After a refused change, later ones of the same subject are skipped. */
  subject: string;
  /** Lines of the diff, each starting with `+`, `-` or `~`. */
  lines: string[];
  apply: () => Promise<void>;
};

/** A difference that commands cannot or must not change. */
export type Drift = { subject: string; problem: string; remedy: string };

export type Plan = { changes: Change[]; drift: Drift[]; notes: string[] };

/** The environment cannot accept this change; others may still be applied. */
export class RefusedChange extends AdminError {}

export function joinPlans(...plans: Plan[]): Plan {
  return {
    changes: plans.flatMap(({ changes }) => changes),
    drift: plans.flatMap(({ drift }) => drift),
    notes: plans.flatMap(({ notes }) => notes),
  };
}

export function printPlan({ print }: Operator, { changes, drift, notes }: Plan): void {
  let subject = '';
  for (const change of changes) {
    if (change.subject !== subject) print(change.subject);
    subject = change.subject;
    for (const line of change.lines) print(`  ${line}`);
  }
  for (const note of notes) print(`· ${note}`);
  for (const each of drift) {
    print(`⚠ ${each.subject}：${each.problem}`);
    print(`  ${each.remedy}`);
  }
}

/** Applies the changes in order and returns those that were refused. */
export async function applyPlan(operator: Operator, { changes }: Plan): Promise<Drift[]> {
  const { progress, signal } = operator;
  const refused = new Map<string, Drift>();
  for (const [done, { subject, apply }] of changes.entries()) {
    if (signal.aborted) throw new Interrupted();
    progress.show(subject, done, changes.length);
    if (refused.has(subject)) continue;
    try {
      await apply();
    } catch (error) {
      if (!(error instanceof RefusedChange)) throw withSubject(error, subject);
      refused.set(subject, { subject, problem: error.message, remedy: '处理后再运行一次。' });
    }
  }
  progress.show('完成', changes.length, changes.length);
  progress.end();
  return [...refused.values()];
}

/** The exit code after the changes, judged by a new plan: only refused changes may remain. */
export function concludePlan(
  { print }: Operator,
  { changes, drift }: Plan,
  refused: Drift[],
  success: string,
): number {
  const known = new Set(refused.map(({ subject }) => subject));
  for (const { subject, problem, remedy } of refused)
    print(`✗ ${subject}：${problem}\n  ${remedy}`);
  const open = changes.filter(({ subject }) => !known.has(subject));
  for (const { subject, lines } of open) print(`✗ ${subject} 没有生效：${lines.join('；')}`);
  if (drift.length > 0) print(`✗ 还有 ${drift.length} 处与模板不同，需要人处理（见上）`);
  if (open.length + refused.length + drift.length > 0) return exitCodes.failed;
  print(success);
  return exitCodes.ok;
}

function withSubject(error: unknown, subject: string): unknown {
  if (error instanceof AdminError || error instanceof Interrupted) return error;
  return new AdminError(`${subject}：${messageOf(error)}。再运行一次会从这里继续。`);
}
