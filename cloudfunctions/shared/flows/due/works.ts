import { sweepLeavingAccounts } from '../account/leave';
import { archiveRows } from '../archive/archive';
import { sweepAssets } from '../assets/sweep';
import { sweepSilentAnswers } from '../chat/sweep';
import { sweepGenerations } from '../generation/sweep';
import { createMediaCheckSweep, sweepParkedVerdicts } from '../moderation/verdict';
import { verdictTable } from '../moderation/verdict-table';
import { sweepMessages } from '../notify/send';
import { sweepFormerAvatars } from '../profile/sweep';
import { syncQuotas } from '../quota/sync';
import { settleInvites } from '../wallet/rewards';
import { settleOrders } from '../wallet/sweep';
import { workTasks } from '../tasks/due';
import { watchdog } from '../watchdog/watchdog';
import { createDueSweep } from './sweep';
import type { DueWork } from './due-work';
import type { NeedsOf } from './due-work';

const works = [
  createDueSweep(sweepGenerations),
  createDueSweep(sweepFormerAvatars),
  createDueSweep(sweepAssets),
  createDueSweep(sweepMessages),
  createDueSweep(sweepSilentAnswers),
  createDueSweep(createMediaCheckSweep(verdictTable)),
  createDueSweep(sweepParkedVerdicts),
  createDueSweep(sweepLeavingAccounts),
  createDueSweep(settleOrders),
  createDueSweep(settleInvites),
  syncQuotas,
  workTasks,
  watchdog,
  archiveRows,
] as const;

/** Everything that `tick` does. Every area adds its own works. */
export const dueWorks: readonly DueWork<NeedsOf<(typeof works)[number]>>[] = works;
