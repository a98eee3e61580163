import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Evidence } from '../history';
import { groupBy, isSuccess, nameOf, personOf, textOf, toLog } from './books';
import type { Violation } from './books';

/** W6: one check-in per day, one invitation per life, and one reward for a first picture. */
export function checkRewards(evidence: Evidence): Violation[] {
  return [...checkCheckins(evidence), ...checkInvites(evidence)].map((text) => ({
    rule: 'W6',
    text,
  }));
}

function checkCheckins({ healedTwice }: Evidence): string[] {
  const found: string[] = [];
  const logs = healedTwice.credit_logs.map(toLog);
  const byUser = groupBy(
    logs.filter(({ kind }) => kind === 'checkin'),
    ({ userId }) => userId,
  );
  for (const [userId, own] of byUser) {
    const days = healedTwice.checkins.filter((row) => row['userId'] === userId);
    const credits = days.reduce((sum, row) => sum + Number(row['credits']), 0);
    const given = own.reduce((sum, { amount }) => sum + amount, 0);
    if (own.length !== days.length || credits !== given) {
      found.push(`${userId} has ${own.length} rewards of ${days.length} days`);
    }
  }
  return found;
}

function checkInvites(evidence: Evidence): string[] {
  const found: string[] = [];
  const { healedTwice, calls } = evidence;
  const rewarded = healedTwice.credit_logs.map(toLog).filter(({ kind }) => kind === 'invite');
  const invites = healedTwice.invites.filter(({ status }) => status === 'rewarded');
  if (rewarded.length !== invites.length) {
    found.push(`${rewarded.length} rewards of ${invites.length} invitations`);
  }
  for (const { _id: id, inviterId, status } of healedTwice.invites) {
    const userId = textOf(id);
    if (inviterId === userId) found.push(`${userId} was invited by themselves`);
    const own = healedTwice.works.filter(
      (work) => work['userId'] === userId && work['status'] === 'completed',
    );
    if (status === 'rewarded' && own.length === 0)
      found.push(`${userId} brought a reward for nothing`);
    const name = nameOf(evidence, userId);
    if (name === null) continue;
    const redeems = calls.filter(({ command }) => command.do === 'redeem' && command.who === name);
    const first = redeems.reduce((at, { startedAt }) => Math.min(at, startedAt), Infinity);
    const hadPicture = calls.some(
      (call) =>
        call.command.do === 'generate' &&
        userIdOf(call.command.who) === userId &&
        isSuccess(call) &&
        call.endedAt < first,
    );
    if (hadPicture || personOf(evidence, name).filled > 0) {
      found.push(`${userId} was invited after a first picture`);
    }
  }
  return found;
}
