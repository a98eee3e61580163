import { userInfo } from 'node:os';
import type { Repairer } from '../../cloudfunctions/shared/integrity/repairs/repair';
import type { Status } from '../../cloudfunctions/shared/integrity/rules/report';
import { LocalCloudError } from '../local/cloud';
import { AdminError } from './errors';

/** What the tools leave for shell scripts and timers. */
export const exitCodes = { healthy: 0, attention: 1, damaged: 2, couldNotCheck: 3 } as const;

export function exitCodeOf(status: Status): number {
  return exitCodes[status];
}

/** Runs a tool to its end; whatever stopped it is told in words, and the process says "could not check". */
export function runTool(tool: () => Promise<number>): void {
  tool().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`❌ ${sentenceOf(error)}`);
      process.exitCode = exitCodes.couldNotCheck;
    },
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof AdminError || error instanceof LocalCloudError) return error.message;
  if (typeof error !== 'object' || error === null) return String(error);
  const { errMsg, message } = error as { errMsg?: unknown; message?: unknown };
  const words = [errMsg, message].find((text) => typeof text === 'string' && text !== '');
  return `无法完成：${typeof words === 'string' ? words : 'unknown error'}`;
}

/** Who repairs, for `admin_logs`. */
export function repairer(now: Date): Repairer {
  const moment = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return { runId: `run_${moment}_${process.pid}`, operator: userInfo().username };
}
