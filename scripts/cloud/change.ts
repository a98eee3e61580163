import { AdminError } from '../admin/errors';
import { Interrupted, confirmChanges, exitCodes, messageOf } from './operator';
import type { Operator } from './operator';

/** One step from the state of the environment to the state that the repository describes. Idempotent. */
export type Change = {
  /** What is changed, e.g. `集合 works`. Once a change is refused, later ones of its subject are left out. */
  subject: string;
  /** Lines of the diff, each beginning with `+`, `-` or `~`. */
  lines: string[];
  apply: () => Promise<void>;
};

/** A difference that no command can or may change. */
export type Drift = { subject: string; problem: string; remedy: string };

export type Plan = { changes: Change[]; drift: Drift[]; notes: string[] };

/** The environment cannot take this change; others may still go on. */
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

/** Applies the changes in their order and answers those that were refused. */
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

export type PlanOptions = {
  envId: string;
  /** `--apply`; without it the plan is only shown. */
  isApplied: boolean;
  isYes: boolean;
  /** What follows `共 3 处` where the plan is only shown. */
  offer: string;
  success: string;
};

/** Applies a plan that has been printed, once it is confirmed, and compares with a new one. Answers the exit code. */
export async function carryOut(
  operator: Operator,
  plan: Plan,
  makePlan: () => Promise<Plan>,
  { envId, isApplied, isYes, offer, success }: PlanOptions,
): Promise<number> {
  const count = plan.changes.length;
  if (count === 0) return concludePlan(operator, plan, [], success);
  if (!isApplied) {
    operator.print(`\n共 ${count} 处${offer}`);
    return plan.drift.length === 0 ? exitCodes.ok : exitCodes.failed;
  }
  await confirmChanges(operator, { envId, count, isYes });
  const refused = await applyPlan(operator, plan);
  return concludePlan(operator, await makePlan(), refused, success);
}

/** The exit code after the changes, from a new plan: only refused changes may be left. */
function concludePlan(
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
