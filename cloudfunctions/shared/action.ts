import type * as z from 'zod';
import { AppError } from './error';
import type { Context } from './context';

/** `member`: anyone signed in to WeChat. `admin`: the user's row says so. */
export type Access = 'member' | 'admin';

export type Action = {
  access: Access;
  /** Checks the input, runs, and lets nothing out that the contract does not name. */
  handle(data: unknown, context: Context): Promise<unknown>;
};

type Contract = { input: z.ZodType; output: z.ZodType };
type Definition<C extends Contract> = {
  access: Access;
  run(input: z.output<C['input']>, context: Context): Promise<z.input<C['output']>>;
};

export function defineAction<C extends Contract>(contract: C, definition: Definition<C>): Action {
  return {
    access: definition.access,
    async handle(data, context) {
      const input = contract.input.safeParse(data ?? {});
      if (!input.success) throw invalidInput(input.error);
      const output = await definition.run(input.data as z.output<C['input']>, context);
      return contract.output.parse(output);
    },
  };
}

export function invalidInput(error: z.ZodError): AppError<'INVALID_INPUT'> {
  const [issue] = error.issues;
  if (issue === undefined) return invalid('data', '不符合要求');
  const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [...issue.path, ...(key === undefined ? [] : [key])].join('.');
  return invalid(field === '' ? 'data' : field, problemOf(issue));
}

function invalid(field: string, problem: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem } });
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return '是不认识的字段';
    case 'invalid_type':
      return issue.input === undefined ? '没有填写' : '类型不对';
    case 'too_small':
      return issue.origin === 'string' ? '太短' : '太小';
    case 'too_big':
      return issue.origin === 'string' ? '太长' : '太大';
    case 'invalid_value':
      return '没有这个选项';
    default:
      return '不符合要求';
  }
}
