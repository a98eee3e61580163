import { createInterface } from 'node:readline/promises';
import { systemClock } from '../../cloudfunctions/shared/clock';
import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import { AdminError, explainError, reasonOf } from '../admin/errors';
import { createProgress } from '../admin/progress';
import type { Progress } from '../admin/progress';
import { createRedaction } from './secrets';
import { readVariables } from './variables';
import type { Variables } from './variables';

/** The person at the terminal, or a script acting for them. */
export type Operator = {
  /** Variables of `.env`, overridden by those of the shell. */
  variables: Variables;
  clock: Clock;
  /** Prints one line; values of secret variables are redacted. */
  print: (line: string) => void;
  progress: Progress;
  /** Null when nobody can answer a prompt. */
  ask: ((question: string) => Promise<string>) | null;
  /** Aborted by Ctrl+C: the current change is finished, and the next one is not started. */
  signal: AbortSignal;
};

export class Interrupted extends Error {}

/** The usual exit codes of a command. */
export const exitCodes = { ok: 0, failed: 1, interrupted: 130 } as const;

/** Runs a command at this terminal until it ends or Ctrl+C stops it. */
export async function runCommand(
  command: (operator: Operator, words: string[]) => Promise<number>,
): Promise<void> {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  const variables = requireVariables();
  const redact = createRedaction(variables);
  const operator: Operator = {
    variables,
    clock: systemClock,
    print: (line) => console.log(redact(line)),
    progress: createProgress(),
    ask: process.stdin.isTTY ? askAtTerminal(abort.signal) : null,
    signal: abort.signal,
  };
  // WeChat's tools leave watchers running that would keep the process alive.
  process.exit(await runToEnd(operator, () => command(operator, process.argv.slice(2))));
}

function requireVariables(): Variables {
  try {
    return readVariables();
  } catch (error) {
    console.error(`❌ ${explainError(error)}`);
    process.exit(exitCodes.failed);
  }
}

/** Runs a command and returns its exit code; an error is printed as one sentence. */
export async function runToEnd(
  operator: Operator,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Interrupted || operator.signal.aborted) {
      operator.print('已停止。再运行一次会从停下的地方继续。');
      return exitCodes.interrupted;
    }
    operator.print(`❌ ${explainError(error)}`);
    return exitCodes.failed;
  } finally {
    operator.progress.end();
  }
}

/** Explains any error to the operator. */
export function messageOf(error: unknown): string {
  return reasonOf(error);
}

/** Returns only after confirmation: a person types the environment's id, a machine passes `--yes`. */
export async function confirmChanges(
  { ask, print }: Operator,
  { envId, count, isYes }: { envId: string; count: number; isYes: boolean },
): Promise<void> {
  if (isYes) return;
  if (ask === null) {
    throw new AdminError(`将改动环境 ${envId} 的 ${count} 处，需要确认：在终端里运行，或加 --yes`);
  }
  const answer = await ask(`将改动环境 ${envId} 的 ${count} 处。输入环境 ID 确认：`);
  if (answer.trim() === envId) return;
  print('输入与环境 ID 不符，没有改动。');
  throw new Interrupted();
}

function askAtTerminal(signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question, { signal });
    } finally {
      terminal.close();
    }
  };
}
