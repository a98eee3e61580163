import { userInfo } from 'node:os';
import type { Repairer } from '../../cloudfunctions/shared/integrity/repairs/repair';
import type { Status } from '../../cloudfunctions/shared/integrity/rules/report';
import { explainError } from './errors';

/** Exit codes for shell scripts and scheduled jobs. */
export const exitCodes = { healthy: 0, attention: 1, damaged: 2, couldNotCheck: 3 } as const;

export function exitCodeOf(status: Status): number {
  return exitCodes[status];
}

/** Runs a tool. An error is printed as one sentence, and the exit code is "could not check". */
export function runTool(tool: () => Promise<number>): void {
  tool().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`❌ ${explainError(error)}`);
      process.exitCode = exitCodes.couldNotCheck;
    },
  );
}

/** Identifies the run and its operator in `admin_logs`. */
export function repairer(now: Date): Repairer {
  const moment = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return { runId: `run_${moment}_${process.pid}`, operator: userInfo().username };
}
