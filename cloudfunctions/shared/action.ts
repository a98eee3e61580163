import type * as z from 'zod';
import type { Context, MemberCaller, ServiceCaller } from './context';
import { AppError } from './error';

/**
 * Minimum role of an action. `member`: any WeChat user. `support`: a user whose row says so, or an admin; for actions that only
 * read. `admin`: a user whose row says so. `service`: also a call without a WeChat user; the action requires its own proof.
 */
export type Access = 'member' | 'support' | 'admin' | 'service';
type CallerOf = {
  member: MemberCaller;
  support: MemberCaller;
  admin: MemberCaller;
  service: MemberCaller | ServiceCaller;
};

/** `Needs`: the part of the context that the action uses, which is all that a test must provide. */
export type Action<A extends Access = 'member', Needs = Context<CallerOf[A]>> = {
  access: A;
  /** Parses the input, runs the action, and returns only what the contract names. */
  handle: (data: unknown, context: Needs) => Promise<unknown>;
};
export type AnyAction = { [A in Access]: Action<A> }[Access];

type Contract = { input: z.ZodType; output: z.ZodType };
type Definition<C extends Contract, A extends Access, Needs> = {
  access: A;
  run(input: z.output<C['input']>, context: Needs): Promise<z.input<C['output']>>;
};

export function defineAction<C extends Contract, A extends Access, Needs = Context<CallerOf[A]>>(
  contract: C,
  definition: Definition<C, A, Needs>,
): Action<A, Needs> {
  return {
    access: definition.access,
    async handle(data, context) {
      const input = contract.input.safeParse(data ?? {});
      if (!input.success) throw invalidInput(input.error, data);
      const output = await definition.run(input.data as z.output<C['input']>, context);
      return contract.output.parse(output);
    },
  };
}

/** `input`: the value that was parsed; zod's issues do not contain it. */
export function invalidInput(error: z.ZodError, input: unknown): AppError<'INVALID_INPUT'> {
  const [issue] = error.issues;
  if (issue === undefined) return invalid('data', '不符合要求');
  const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const field = [...issue.path, ...(key === undefined ? [] : [key])].join('.');
  return invalid(field === '' ? 'data' : field, problemOf(issue, valueAt(input, issue.path)));
}

function invalid(field: string, problem: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem } });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    input,
  );
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return '是不认识的字段';
    case 'invalid_type':
      if (value === undefined) return '没有填写';
      return issue.expected === 'int' && typeof value === 'number' ? '应为整数' : '类型不对';
    case 'too_small':
      return issue.origin === 'string' ? '不能为空' : `不能小于 ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `不能超过 ${issue.maximum} 个字`
        : `不能大于 ${issue.maximum}`;
    case 'invalid_value':
      return value === undefined ? '没有填写' : '没有这个选项';
    case 'invalid_format':
      return '格式不对';
    case 'custom':
      return typeof issue.params?.['problem'] === 'string' ? issue.params['problem'] : '不符合要求';
    default:
      return '不符合要求';
  }
}
