import { creditLogIds, refundIdOf, userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { checkApprovals } from './checker/approvals';
import type { Command } from './commands/all';
import { orderOf } from './commands/wallet';
import { emptyData } from './history';
import type { Call, Evidence } from './history';
import type { Person } from './people';
import { approvalLimits } from './seed-data';

/** Two hours before a midnight in Beijing. */
const evening = Date.UTC(2026, 4, 1, 14);
const of = { owner: 'p0', request: 'o1' };
const person = (name: string, tier: Person['tier']): Person => ({
  ...{ name, tier, isMember: true, credits: 100, filled: 0 },
});
const people = [person('p0', 'free'), person('p1', 'admin'), person('p2', 'admin')];

type Moved = { command: Command; collection: 'credit_logs' | 'refunds'; row: Document };

function granted(id: number, amount: number, at = evening, who = 'p1'): Moved {
  const request = `a${id}`;
  const userId = userIdOf('p0');
  return {
    command: { id, at: 0, who, do: 'adjust', target: 'p0', amount, request },
    collection: 'credit_logs',
    row: {
      ...{ _id: creditLogIds.adjust(userId, request), userId, kind: 'adjust', amount },
      ...{ adminId: userIdOf(who), createdAt: new Date(at) },
    },
  };
}

function refunded(id: number, fen: number, at = evening): Moved {
  const request = `b${id}`;
  return {
    command: { id, at: 0, who: 'p1', do: 'refund', of, fen, request },
    collection: 'refunds',
    row: {
      ...{ _id: refundIdOf(orderOf(of), request), orderId: orderOf(of), fen, kind: 'voluntary' },
      ...{ adminId: userIdOf('p1'), createdAt: new Date(at) },
    },
  };
}

function agreed(id: number, who: string, request: string, reply: Call['reply']): Call {
  const command: Command = { id, at: 0, who, do: 'approve', by: 'p1', request };
  const clocks = { startedAt: 0, endedAt: 9, startClock: evening, endClock: evening };
  return { command, ...clocks, outcome: { kind: 'answered', reply }, reply };
}

/** The violations that the checker finds. */
function saidOf(moved: Moved[], calls: Call[] = [], proposals: Document[] = []): string[] {
  const data = { ...emptyData(), proposals };
  for (const { collection, row } of moved) data[collection] = [...data[collection], row];
  const commands = [...moved, ...calls].map(({ command }) => command);
  const evidence = {
    scenario: { people, commands, startAt: evening, studio: null, hasWallet: true },
    ...{ calls, healedTwice: data },
  } as unknown as Evidence;
  return checkApprovals(evidence).map(({ rule, text }) => `${rule} ${text}`);
}

const { credits, refundFen } = approvalLimits;
const success = { code: 200, data: {} };

describe('W10 finds an amount that one admin moved where two are asked', () => {
  it('in one movement, and in the sum of several of one day in Beijing', () => {
    expect(saidOf([granted(1, credits)])).toEqual([]);
    expect(saidOf([granted(1, -credits - 1)])).toEqual([
      expect.stringMatching(/^W10 151 credits of .* above 150$/),
    ]);
    expect(saidOf([refunded(1, refundFen), granted(2, credits)])).toEqual([]);
    expect(saidOf([refunded(1, refundFen), refunded(2, 1)])).toEqual([
      expect.stringMatching(/^W10 4501 fen of .* above 4500$/),
    ]);
    const nextDay = evening + 3 * 3_600_000;
    expect(saidOf([granted(1, credits), granted(2, 1, nextDay)])).toEqual([]);
  });

  it('unless another admin agreed to just that', () => {
    const moved = [granted(1, credits), granted(2, 80)];
    expect(saidOf(moved, [agreed(3, 'p2', 'a2', success)])).toEqual([]);
    // The answer was lost.
    expect(saidOf(moved, [agreed(3, 'p2', 'a2', null)])).toEqual([]);
    const refusal = { code: 404, error: 'NOT_FOUND', data: null };
    expect(saidOf(moved, [agreed(3, 'p2', 'a2', refusal)])).toHaveLength(1);
    expect(saidOf(moved, [agreed(3, 'p2', 'a3', success)])).toHaveLength(1);
    expect(saidOf(moved, [agreed(3, 'p1', 'a2', success)])).toHaveLength(1);
  });

  it('and what was moved or agreed to by anybody else', () => {
    expect(saidOf([granted(1, 1, evening, 'p0')])).toEqual([
      'W10 p0, who is no admin, moved 1 by a1',
    ]);
    expect(saidOf([granted(1, 1)], [agreed(2, 'p0', 'a1', success)])).toEqual([
      'W10 p0 did approve',
    ]);
    const own = { _id: 'proposal_1', proposedBy: 'user_1', approvedBy: 'user_1' };
    expect(saidOf([], [], [own])).toEqual(['W10 user_1 agreed to their own proposal_1']);
  });
});
