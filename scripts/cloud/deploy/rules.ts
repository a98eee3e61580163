import type { Account } from '../account/account';
import type { InvokeRules } from '../account/invoke-rules';
import type { Change, Drift, Plan } from '../change';
import { widthOf } from '../permission';
import type { FunctionRules } from '../wanted';

const subject = '函数调用权限';

/** Keeps the entries of other functions. Keeps and reports an entry that was narrowed by hand. */
export async function planRules(
  { functions, environment }: Account,
  wanted: FunctionRules,
): Promise<Plan> {
  const standing = await functions.readRules();
  const notes = environment.hasPolicyEngine
    ? ['环境启用了新的权限引擎（authz_engine = opa），函数调用权限请到控制台核对']
    : [];
  if (standing === null) {
    const lines = Object.entries(wanted).map(([name, { invoke }]) => `+ ${name}：${invoke}`);
    return {
      changes: [{ subject, lines, apply: () => functions.writeRules(wanted) }],
      drift: [],
      notes,
    };
  }
  const next: InvokeRules = { ...standing };
  const lines: string[] = [];
  const drift: Drift[] = [];
  for (const [name, { invoke }] of Object.entries(wanted)) {
    const now = (standing[name] ?? standing['*'])?.invoke ?? true;
    if (now === invoke) continue;
    if (widthOf(now) < widthOf(invoke)) {
      const problem = `${name} 比仓库严：现在是 ${now}，仓库是 ${invoke}`;
      drift.push({
        subject,
        problem,
        remedy: '如果是有意关停，恢复时在控制台改回；否则请改仓库。',
      });
      continue;
    }
    next[name] = { invoke };
    lines.push(`~ ${name}：${now} → ${invoke}`);
  }
  const changes: Change[] =
    lines.length === 0 ? [] : [{ subject, lines, apply: () => functions.writeRules(next) }];
  return { changes, drift, notes };
}
