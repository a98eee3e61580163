import { proposalIdOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { AdjustAct } from './adjust';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Kind } from './kind';
import { isOrder, orderOf } from './wallet';
import type { OrderAct, OrderRef } from './wallet';

export type Decision = 'credit' | 'refund' | 'close';
export type ApprovalAct =
  /** Decides on an order that was parked. */
  | { do: 'review'; of: OrderRef; decision: Decision; request: string }
  /** Approves what `by` proposed under this request. */
  | { do: 'approve'; by: string; request: string };
/** Changes that an admin makes alone or with a second admin. */
export type Movement = CommandOf<
  Extract<OrderAct, { do: 'refund' }> | Extract<ApprovalAct, { do: 'review' }> | AdjustAct
>;

/** More credits than a single admin may grant per day. */
const muchCredit = 80;

/** Decisions on parked orders, large changes of credits, and approvals. */
export const approvals: Kind<ApprovalAct> = {
  does: ['review', 'approve'],
  share: 160,
  draw(draft, who) {
    const { random, commands, people } = draft;
    const admins = people.filter(({ tier }) => tier === 'admin').map(({ name }) => name);
    const by = random.chance(0.85) ? random.pick(admins) : who;
    const moved = commands.filter(isMovement);
    if (moved.length > 0 && random.chance(0.5)) {
      const { who: asker, request } = random.pick(moved);
      draft.add(by, { do: 'approve', by: asker, request } satisfies ApprovalAct);
      if (random.chance(0.3)) draft.add(random.pick(admins), { do: 'approve', by: asker, request });
      return;
    }
    const known = commands.filter(isOrder);
    if (known.length > 0 && random.chance(0.5)) {
      const { who: owner, request: ordered } = random.pick(known);
      const decision = random.pick(['credit', 'refund', 'close'] as const);
      const of = { owner, request: ordered };
      draft.add(by, { do: 'review', of, decision, request: draft.name('v') } satisfies ApprovalAct);
      return;
    }
    const target = random.pick(people).name;
    const times = random.between(1, 2);
    for (let time = 0; time < times; time += 1) {
      const act: AdjustAct = { do: 'adjust', target, amount: muchCredit, request: draft.name('a') };
      draft.add(by, act);
    }
  },
  toCall: (command) =>
    command.do === 'review'
      ? phoneCall(command.who, 'payment', 'resolveReview', {
          ...{ orderId: orderOf(command.of), decision: command.decision },
          ...{ reason: 'test', requestId: command.request },
        })
      : phoneCall(command.who, 'payment', 'approve', {
          proposalId: proposalIdOf(userIdOf(command.by), command.request),
          requestId: `${command.request}-${command.id}`,
        }),
};

export function isMovement(command: CommandOf<AnyAct>): command is Movement {
  return command.do === 'refund' || command.do === 'review' || command.do === 'adjust';
}
