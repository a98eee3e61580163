import { kinds } from '../commands/all';
import type { Evidence } from '../history';
import { checkChat } from './chat';
import { checkQuotas } from './quota';
import { checkCalm, checkLimits, checkOwnership, checkTwice } from './behaviour';
import type { Violation } from './books';
import { checkGenerateCounts, checkLedger, checkRepair } from './credits';
import { checkStudio } from './studio';
import { checkWallet } from './wallet';
import { checkAnswers, checkRequests, checkRows, checkSeats } from './works';

export type { Violation };

/** Checks all invariants on requests, replies and the remaining data. It does not know the faults. */
export function check(evidence: Evidence): Violation[] {
  return [
    ...checkAnswers(evidence),
    ...checkRequests(evidence),
    ...checkRows(evidence),
    ...checkSeats(evidence),
    ...checkLedger(evidence),
    ...checkGenerateCounts(evidence),
    ...checkRepair(evidence),
    ...checkOwnership(evidence),
    ...checkLimits(evidence),
    ...checkCalm(evidence),
    ...checkTwice(evidence),
    ...checkQuotas(evidence),
    ...checkChat(evidence),
    ...checkStudio(evidence),
    ...checkWallet(evidence),
    ...kinds.flatMap((kind) => kind.check?.(evidence) ?? []),
  ];
}
