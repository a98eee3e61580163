import { creditLogIds } from '../../domain/ids';
import type { Finding } from './findings';
import type { WorkStatus } from '../../domain/work/work';

/** The fields of a `credit_logs` row that the ledger checks need. */
export type LedgerEntry = {
  id: string;
  userId: string;
  kind: string;
  amount: number;
  before: number;
  after: number;
  workId: string;
};

export type ChargedWork = {
  id: string;
  userId: string;
  status: WorkStatus;
  cost: number;
  /** Delivered, and refunded by the fidelity check. */
  fidelityRefunded?: number | undefined;
};

/** A work with its charge and its refund, each of which may be missing. */
export type Trio = {
  id: string;
  work: ChargedWork | null;
  charge: LedgerEntry | null;
  refund: LedgerEntry | null;
};

/** `isInBackup`: the work's row is missing, but its record waits in the backup. */
export function trioFindings(trio: Trio, isInBackup: boolean): Finding[] {
  const { id, work, charge, refund } = trio;
  const userId = work?.userId ?? charge?.userId ?? refund?.userId ?? '';
  const found: Finding[] = [];
  const add = (problem: Finding['problem'], what: string) =>
    found.push({ problem, id, userId, what });

  if (work === null) {
    if (charge !== null && !isInBackup) add('chargeWithoutWork', `扣费 ${charge.id}`);
  } else if (work.cost > 0 && charge === null) {
    add('chargeMissing', `应扣 ${work.cost} 积分`);
  } else if (charge !== null && charge.amount !== -work.cost) {
    add('chargeAmount', `作品花费 ${work.cost} 积分，实扣 ${-charge.amount}`);
  }
  const hasEnded = work?.status === 'failed' || work?.status === 'cancelled';
  const isPaidBack = hasEnded || work?.fidelityRefunded === 1;
  if (refund === null) {
    if (isPaidBack && charge !== null) add('refundMissing', `应退 ${-charge.amount} 积分`);
    return found;
  }
  if (charge === null) add('refundWithoutCharge', `退款 ${refund.id}，${refund.amount} 积分`);
  else if (refund.amount !== -charge.amount) {
    add('refundAmount', `扣 ${-charge.amount} 积分，退 ${refund.amount} 积分`);
  }
  if (work !== null && !isPaidBack) add('refundOfKeptWork', `状态 ${work.status}，已退款`);
  return found;
}

/** An entry's id is derived from its cause, so that no cause counts twice; an entry with another id is a second one. */
export function entryFindings(entry: LedgerEntry): Finding[] {
  const { id, userId, kind, amount, before, after, workId } = entry;
  const found: Finding[] = [];
  const expected =
    kind === 'consume'
      ? creditLogIds.consume(workId)
      : kind === 'refund'
        ? creditLogIds.refund(workId)
        : id;
  if (id !== expected) {
    found.push({ problem: 'doubleCause', id, userId, what: `编号应为 ${expected}` });
  }
  if (after !== before + amount) {
    const what = `变动前 ${before}，变动 ${amount}，变动后 ${after}`;
    found.push({ problem: 'invalidCreditLog', id, userId, what });
  }
  return found;
}
