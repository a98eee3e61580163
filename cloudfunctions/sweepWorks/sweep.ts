import type { Context, TimerCaller } from '../shared/context';
import { sweepLeavingAccounts } from '../shared/flows/account/leave';
import { sweepSilentAnswers } from '../shared/flows/chat/sweep';
import { sweepGenerations } from '../shared/flows/generation/sweep';
import { createMediaCheckSweep } from '../shared/flows/moderation/verdict';
import { verdictTable } from '../shared/flows/moderation/verdict-table';
import { sweepFormerAvatars } from '../shared/flows/profile/sweep';
import { runSweeps } from '../shared/flows/sweep';
import type { Sweep, SweepSummary } from '../shared/flows/sweep';

/** Inside the 60 s of the function. */
const maxMs = 45_000;
/** Each area brings its own. */
const sweeps: readonly Sweep<Context<TimerCaller>>[] = [
  sweepGenerations,
  sweepFormerAvatars,
  sweepSilentAnswers,
  createMediaCheckSweep(verdictTable),
  sweepLeavingAccounts,
];

/** Ends whatever was interrupted. Idempotent, and safe beside itself. */
export function sweep(context: Context<TimerCaller>): Promise<SweepSummary> {
  return runSweeps(sweeps, context, maxMs);
}
