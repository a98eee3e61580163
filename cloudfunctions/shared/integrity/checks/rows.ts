import * as z from 'zod';
import type { Finding } from '../rules/findings';
import type { UserFacts } from '../rules/account';
import type { LedgerEntry } from '../rules/ledger';
import type { SeatFacts } from '../rules/work';
import { creditKinds } from '../../domain/wallet/credits';
import { workStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { InvalidRowError, parseRow } from '../../data/core/rows';
import { parseUser } from '../../data/rows/user';
import { parseWork } from '../../data/rows/work';

/** The row, or the finding if it is malformed. */
export type ParseResult<Row> = { row: Row } | { finding: Finding };

const Loose = z.looseObject({ _id: z.string().catch('?'), userId: z.string().catch('') });
const SeatRow = z.object({
  _id: z.string(),
  userId: z.string().min(1),
  status: z.enum(workStatuses),
  seat: z.string().default(''),
  replayOf: z.string().optional(),
});
/** The fields by which a seat is checked. */
export const seatFields = { userId: true, status: true, seat: true, replayOf: true };
const Entry = z.object({
  _id: z.string(),
  userId: z.string().min(1),
  kind: z.enum(creditKinds),
  amount: z.number().int(),
  before: z.number().int(),
  after: z.number().int(),
  workId: z.string().default(''),
});

export function readSeat(raw: unknown): ParseResult<SeatFacts> {
  return parsed('invalidWork', raw, () => {
    const { _id: id, ...rest } = parseRow('works', SeatRow, raw);
    return { id, ...rest };
  });
}

export function readWork(raw: unknown): ParseResult<Work> {
  return parsed('invalidWork', raw, () => parseWork(raw));
}

export function readEntry(raw: unknown): ParseResult<LedgerEntry> {
  return parsed('invalidCreditLog', raw, () => {
    const { _id: id, ...rest } = parseRow('credit_logs', Entry, raw);
    return { id, ...rest };
  });
}

export function readUser(raw: unknown): ParseResult<UserFacts & { id: string }> {
  const result = parsed('invalidUser', raw, () => {
    const { id, credits, generateCount, userType } = parseUser(raw);
    return { id, credits, generateCount, userType };
  });
  if ('row' in result) return result;
  return { finding: { ...result.finding, userId: result.finding.id } };
}

export function parsed<Row>(
  problem: Finding['problem'],
  raw: unknown,
  parse: () => Row,
): ParseResult<Row> {
  try {
    return { row: parse() };
  } catch (error) {
    if (!(error instanceof InvalidRowError)) throw error;
    const { _id: id, userId } = Loose.catch({ _id: '?', userId: '' }).parse(raw);
    const what = error.issues
      .map(({ path, message }) => `字段 ${path.join('.')}：${message}`)
      .join('；');
    return { finding: { problem, id, userId, what } };
  }
}
