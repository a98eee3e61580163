import { parseArgs } from 'node:util';
import { findKeptByNpm } from '../admin/arguments';
import { AdminError } from '../admin/errors';

type Option = { type: 'string' | 'boolean' };
type Values<Options extends Record<string, Option>> = {
  [Name in keyof Options]?: Options[Name]['type'] extends 'string' ? string : boolean;
};

/** Reads a command's options after `npm run <command> --`; null when help was requested. */
export function readOptions<const Options extends Record<string, Option>>(
  words: string[],
  options: Options,
): Values<Options> | null {
  let parsed;
  try {
    parsed = parseArgs({
      args: words,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new AdminError(`${describeMistake(error)}。选项写在 -- 之后，--help 列出全部选项`);
  }
  // npx sets `yes` for every command that it runs.
  const kept = findKeptByNpm(
    Object.keys(options).filter((name) => name !== 'yes'),
    words,
  );
  if (kept.length > 0) {
    throw new AdminError(
      `没有收到的参数：${kept.join(' ')}。选项要写在 -- 之后，例如 npm run <命令> -- --env prod-1a2b3c`,
    );
  }
  const values: Record<string, unknown> = parsed.values;
  return values['help'] === true ? null : (values as Values<Options>);
}

/** Translates the error of `parseArgs` by its code. */
function describeMistake(error: unknown): string {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const [, named = ''] = /'([^' ]+)/.exec(String(message)) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `没有选项 ${named}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `选项 ${named} 的值不对（要值的写在后面，开关不带值）`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `多了一个参数 ${named}`;
    default:
      return String(message);
  }
}

export function requireEnvId(env: string | undefined): string {
  if (env === undefined || env === '') {
    throw new AdminError('请写明环境，例如 -- --env prod-1a2b3c（云开发控制台「设置 → 环境 ID」）');
  }
  return env;
}
