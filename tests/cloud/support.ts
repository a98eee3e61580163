import type { Operator } from '../../scripts/cloud/operator';
import { runToEnd } from '../../scripts/cloud/operator';
import { createRedaction } from '../../scripts/cloud/secrets';
import type { StubAccount } from './stub/account';

export type Run = { exitCode: number; output: string };
type Command = (operator: Operator, words: string[]) => Promise<number>;

export type RunOptions = {
  variables?: Record<string, string>;
  /** What the operator types; without it there is no terminal. */
  answer?: string | (() => Promise<string>);
  /** Called with every step of the progress bar. */
  onProgress?: (step: string, done: number) => void;
  signal?: AbortSignal;
  /** Stops the clock at this moment for the whole run; otherwise it starts now and advances with every wait. */
  stoppedAt?: Date;
};

/** Runs a command against the account like its operator; waits end at once. */
export function run(
  account: StubAccount,
  command: Command,
  words: string[],
  options: RunOptions = {},
): Promise<Run> {
  const variables = {
    TENCENTCLOUD_SECRETID: account.keys.secretId,
    TENCENTCLOUD_SECRETKEY: account.keys.secretKey,
    HTTPS_PROXY: account.proxyUrl,
    ...options.variables,
  };
  return runLocally(command, words, { ...options, variables });
}

/**
 * Runs a command repeatedly, cutting the connection after the first write of each run, until a run has nothing to write. Returns
 * how many runs were cut.
 */
export async function runCutAfterEveryWrite(
  account: StubAccount,
  command: () => Promise<Run>,
): Promise<number> {
  for (let cuts = 0; ; cuts += 1) {
    const writes = account.writes().length;
    account.cutAfterWrite = writes + 1;
    const { exitCode, output } = await command();
    account.cutAfterWrite = null;
    if (exitCode === 0) return cuts;
    if (account.writes().length === writes) throw new Error(`no run goes on from here: ${output}`);
  }
}

/** Runs a command that calls no account. */
export async function runLocally(
  command: Command,
  words: string[],
  { variables = {}, answer, onProgress, signal, stoppedAt }: RunOptions = {},
): Promise<Run> {
  const lines: string[] = [];
  let now = Date.now();
  const all = { NODE_ENV: 'test', ...variables };
  const redact = createRedaction(all);
  const operator: Operator = {
    variables: all,
    clock: {
      now: () => stoppedAt ?? new Date(now),
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      random: () => 0.5,
    },
    print: (line) => lines.push(redact(line)),
    progress: { show: (step, done) => onProgress?.(step, done), end: () => undefined },
    ask:
      answer === undefined
        ? null
        : () => (typeof answer === 'string' ? Promise.resolve(answer) : answer()),
    signal: signal ?? new AbortController().signal,
  };
  const exitCode = await runToEnd(operator, () => command(operator, words));
  return { exitCode, output: lines.join('\n') };
}
