import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { personOf, toLog } from '../checker/books';
import type { Violation } from '../checker/books';
import type { Evidence } from '../history';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Kind } from './kind';

export type AdjustAct = { do: 'adjust'; target: string; amount: number; request: string };

/** An admin, or a user without the permission, adjusts a user's credits. */
export const adjust: Kind<AdjustAct> = {
  does: ['adjust'],
  share: 40,
  draw(draft, who) {
    const { random, people, commands } = draft;
    const earlier = commands.filter(isAdjustment);
    const again = earlier.length > 0 && random.chance(0.4) ? random.pick(earlier) : undefined;
    if (again !== undefined) {
      const { target, amount, request } = again;
      draft.add(who, { do: 'adjust', target, amount, request } satisfies AdjustAct);
      return;
    }
    const amount = random.pick([5, 20, -1, -3, -150]);
    const target = random.pick(people).name;
    const act: AdjustAct = { do: 'adjust', target, amount, request: draft.name('a') };
    draft.add(who, act);
    if (random.chance(0.12)) draft.add(who, act);
  },
  toCall: ({ who, target, amount, request: requestId }) =>
    phoneCall(who, 'userInfo', 'adjustCredits', {
      ...{ userId: userIdOf(target), amount, requestId },
      reason: 'test',
    }),
  check: checkAdjustments,
};

function isAdjustment(command: CommandOf<AnyAct>): command is CommandOf<AdjustAct> {
  return command.do === 'adjust';
}

/** Each answered adjustment has one ledger row and was made by an admin; no row lacks a request. */
function checkAdjustments(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I7', text });
  const logs = evidence.healed.credit_logs.map(toLog).filter(({ kind }) => kind === 'adjust');
  const asked = evidence.calls.flatMap(({ command, reply }) =>
    command.do === 'adjust' ? [{ command, reply }] : [],
  );
  for (const { command, reply } of asked) {
    if (reply?.code !== 200) continue;
    const isAdmin = personOf(evidence, command.who).tier === 'admin';
    if (!isAdmin) found.push({ rule: 'I10', text: `${command.who} adjusted credits` });
    // Above the limit of a single admin, nothing moves until another one approves.
    if (reply.data?.['proposalId'] != null) continue;
    const target = userIdOf(command.target);
    const own = logs.filter(
      (log) => log.userId === target && log.id.endsWith(`:${command.request}`),
    );
    const [log] = own;
    if (own.length !== 1 || log === undefined || log.amount !== command.amount) {
      say(`the adjustment ${command.request} has ${own.length} records`);
    } else if (log.before !== reply.data?.['before'] || log.after !== reply.data['after']) {
      say(`the adjustment ${command.request} was answered with other numbers than it has`);
    }
  }
  const causes = new Set(
    asked.map(({ command }) => `adjust:${userIdOf(command.target)}:${command.request}`),
  );
  for (const { id } of logs) {
    if (!id.endsWith(':earlier') && !causes.has(id)) say(`${id} was asked for by nobody`);
  }
  return found;
}
