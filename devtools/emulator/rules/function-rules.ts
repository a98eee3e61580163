import { z } from 'zod';
import { functionRulesFile, readRulesFile } from './files';
import { authOf, compileRule } from './rule';
import type { Rule } from './rule';

/** The rules in the cloud's format: by the name of the function, `*` for all others. */
export const FunctionRules = z.record(
  z.string(),
  z.strictObject({ invoke: z.union([z.boolean(), z.string()]) }),
);
export type FunctionRules = z.infer<typeof FunctionRules>;

/** Whether a phone may call the function. */
export type FunctionPermission = (name: string, openid: string | undefined) => boolean;

/** Without rules in the folder, every caller may call every function. */
export function openFunctionPermission(templatesFolder: string | undefined): FunctionPermission {
  const given = readRulesFile(templatesFolder, functionRulesFile, FunctionRules) ?? {};
  const rules = new Map<string, Rule>(
    Object.entries(given).map(([name, { invoke }]) => [name, compileRule(invoke)]),
  );
  return (name, openid) => {
    const rule = rules.get(name) ?? rules.get('*');
    return rule === undefined || rule({ auth: authOf(openid) });
  };
}
