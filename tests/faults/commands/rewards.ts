import { inviteCodeOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { drawGeneration } from './generate';
import { phoneCall } from './kind';
import type { Kind } from './kind';

export type RewardAct = { do: 'checkin' } | { do: 'redeem'; inviter: string };

/**
 * The daily check-in, and redeeming an invitation, once in a life. An invited user also makes a first picture, before or after.
 */
export const rewards: Kind<RewardAct> = {
  does: ['checkin', 'redeem'],
  share: 140,
  draw(draft, who) {
    const { random, people } = draft;
    if (random.chance(0.5)) {
      const times = random.chance(0.4) ? 2 : 1;
      for (let time = 0; time < times; time += 1) draft.add(who, { do: 'checkin' });
      return;
    }
    if (random.chance(0.15)) drawGeneration(draft, who);
    const act: RewardAct = { do: 'redeem', inviter: random.pick(people).name };
    draft.add(who, act);
    if (random.chance(0.3)) draft.add(who, { ...act, inviter: random.pick(people).name });
    if (random.chance(0.3)) draft.wait(random.between(0, 12_000));
    if (random.chance(0.7)) drawGeneration(draft, who);
  },
  toCall: (command) =>
    command.do === 'checkin'
      ? phoneCall(command.who, 'payment', 'dailyCheckin', {})
      : phoneCall(command.who, 'payment', 'redeemInvite', {
          code: inviteCodeOf(userIdOf(command.inviter)),
        }),
};
