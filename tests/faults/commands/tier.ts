import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { membershipOf } from '../../support/membership';
import type { Kind } from './kind';

export type TierAct = { do: 'tier'; target: string; vipLevel: number };

/** An admin changes the tier of a user in the console. */
export const tier: Kind<TierAct> = {
  does: ['tier'],
  share: 15,
  draw(draft, who) {
    const { random, people } = draft;
    const target = random.pick(people).name;
    draft.add(who, { do: 'tier', target, vipLevel: random.between(0, 1) } satisfies TierAct);
  },
  toCall: () => null,
  happen({ target, vipLevel }, { world, note }) {
    const { database } = world.backend;
    const userId = userIdOf(target);
    const [row] = database.find('users', { query: { _id: userId } }).docs;
    if (row === undefined || row['userType'] === 'admin') return;
    note();
    database.put('users', [{ ...row, vipLevel }]);
    const status = vipLevel > 0 ? 'active' : 'ended';
    database.put('user_subscriptions', [membershipOf(userId, 1, status)]);
  },
  incidentOf: () => 'tier changed',
};
