import { parseArgs } from 'node:util';
import { AdminError } from './errors';

export type AdminArguments = {
  env: string | null;
  isJson: boolean;
  isDryRun: boolean;
  /** Options specific to one tool. */
  options: Record<string, string | boolean | undefined>;
  words: string[];
};

type Option = { type: 'string' | 'boolean' };

type Expected = {
  /** Options specific to one tool. */
  options?: Record<string, Option>;
  /** How many positional arguments the tool takes. */
  words?: number;
};

/**
 * Null when help was requested and shown. Refuses unknown options, and options that npm has consumed: when the `--` of
 * `npm run <tool> -- --dry-run` is missing, a dry run would write, and `--env` would be lost.
 */
export function readArguments(
  help: string,
  { options: more = {}, words = 0 }: Expected = {},
): AdminArguments | null {
  const options = {
    env: { type: 'string' },
    json: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
    ...more,
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new AdminError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
  const values: Record<string, string | boolean | undefined> = parsed.values;
  if (values['help'] === true) {
    console.log(help);
    return null;
  }
  const kept = findKeptByNpm(Object.keys(options), process.argv);
  const unknown = [...kept, ...parsed.positionals.slice(words)];
  if (unknown.length > 0) {
    throw new AdminError(
      `没有收到的参数：${unknown.join(' ')}。选项要写在 -- 之后，例如 npm run <命令> -- --dry-run\n\n${help}`,
    );
  }
  const { env } = values;
  if (env === '') throw new AdminError('--env 需要环境 ID，例如 --env prod-1a2b3c');
  return {
    env: typeof env === 'string' ? env : null,
    isJson: values['json'] === true,
    isDryRun: values['dry-run'] === true,
    options: values,
    words: parsed.positionals,
  };
}

/**
 * npm consumes the option of `npm run <tool> --dry-run` and puts it into the environment. Without this check a dry run
 * would write, and a command meant for an environment would run on the local cloud.
 */
export function findKeptByNpm(names: readonly string[], words: readonly string[]): string[] {
  const isKept = (name: string) =>
    (process.env[`npm_config_${name.replaceAll('-', '_')}`] ?? '') !== '';
  const isGiven = (name: string) =>
    words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  return names.filter((name) => isKept(name) && !isGiven(name)).map((name) => `--${name}`);
}
