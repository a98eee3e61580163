import { userIdOf, workIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { phoneCall } from './kind';
import type { Kind } from './kind';
import { isSubmit } from './studio';
import type { TaskRef } from './studio';

/** An admin, or a user without the permission, replays or discards a picture that was given up. */
export type DeadAct = { do: 'replay' | 'discard'; of: TaskRef; index: number; request: string };

export const dead: Kind<DeadAct> = {
  does: ['replay', 'discard'],
  share: 40,
  draw(draft, who) {
    const { random, commands, people } = draft;
    const [first] = commands.filter(isSubmit);
    if (first === undefined) return;
    const admin = people.find(({ tier }) => tier === 'admin')?.name ?? who;
    draft.wait(random.between(100, 400_000));
    const act: DeadAct = {
      do: random.chance(0.8) ? 'replay' : 'discard',
      of: { owner: first.who, request: first.request },
      index: random.between(0, 1),
      request: draft.name('d'),
    };
    const by = random.chance(0.9) ? admin : who;
    draft.add(by, act);
    if (random.chance(0.3)) draft.add(by, act);
  },
  toCall: ({ do: action, who, of, index, request: requestId }) =>
    phoneCall(who, 'queue', action, {
      jobId: workIdOf(userIdOf(of.owner), of.request, index),
      ...{ reason: 'test', requestId },
    }),
};
