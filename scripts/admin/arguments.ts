import { parseArgs } from 'node:util';
import { AdminError } from './errors';

export type AdminArguments = {
  env: string | null;
  isJson: boolean;
  isDryRun: boolean;
  /** Options of one tool alone. */
  options: Record<string, string | boolean | undefined>;
  words: string[];
};

type Option = { type: 'string' | 'boolean' };

/** Null when the help was asked for and has been shown. */
export function readArguments(
  help: string,
  more: Record<string, Option> = {},
): AdminArguments | null {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        env: { type: 'string' },
        json: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        ...more,
      },
    });
  } catch (error) {
    throw new AdminError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
  const values: Record<string, string | boolean | undefined> = parsed.values;
  if (values['help'] === true) {
    console.log(help);
    return null;
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
