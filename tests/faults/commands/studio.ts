import { taskIdOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { photoOf } from '../studio/setup';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';
import type { SweepAct } from './sweep';

/** A task, by its owner and the request that submitted it. */
export type TaskRef = { owner: string; request: string };
export type SubmitAct =
  | { do: 'shoot'; request: string; count: number; cost: number; note: string }
  | { do: 'fit'; request: string; cost: number };
export type TaskAct =
  | { do: 'task' | 'cancelTask'; of: TaskRef }
  | { do: 'retryTask'; of: TaskRef; request: string; cost: number };
export type NudgeAct = { do: 'nudge' };

const scene = 'studio-white';

export function taskOf({ owner, request }: TaskRef): string {
  return taskIdOf(userIdOf(owner), request);
}

/**
 * Submits photography and try-on tasks: single, doubled, concurrent, and repeated with the same key; then the queue
 * moves.
 */
export const submit: Kind<SubmitAct> = {
  does: ['shoot', 'fit'],
  share: 420,
  draw: drawTask,
  toCall(command) {
    const { who, request: requestId, cost: expectedCost } = command;
    if (command.do === 'fit') {
      const garments = [{ assetId: photoOf(who, 'garment'), part: 'top' }];
      const personAssetId = photoOf(who, 'person');
      return phoneCall(who, 'fitting', 'generate', {
        requestId,
        expectedCost,
        personAssetId,
        garments,
      });
    }
    const { count, note } = command;
    return phoneCall(who, 'photography', 'generate', {
      ...{ requestId, expectedCost, garmentAssetId: photoOf(who, 'garment'), count },
      ...{ sceneId: scene, note },
    });
  },
};

export const tasks: Kind<TaskAct> = {
  does: ['task', 'cancelTask', 'retryTask'],
  share: 200,
  draw(draft, who) {
    const { random, commands } = draft;
    const known = commands.filter(isSubmit);
    const own = known.filter((command) => command.who === who);
    const list = own.length > 0 && random.chance(0.8) ? own : known;
    if (list.length === 0) {
      drawTask(draft, who);
      return;
    }
    const chosen = random.pick(list);
    const of = { owner: chosen.who, request: chosen.request };
    const kind = random.next();
    if (kind < 0.3) draft.add(who, { do: 'task', of });
    else if (kind < 0.75) {
      if (random.chance(0.5)) draft.wait(random.between(0, 9_000));
      draft.add(who, { do: 'cancelTask', of });
      if (random.chance(0.15)) draft.add(who, { do: 'cancelTask', of });
    } else {
      draft.wait(random.between(20_000, 60_000));
      const act = { do: 'retryTask', of, request: draft.name('t'), cost: chosen.cost } as const;
      draft.add(who, act);
      if (random.chance(0.2)) draft.add(who, act);
      move(draft, who);
    }
  },
  toCall(command) {
    const { who, of } = command;
    const taskId = taskOf(of);
    switch (command.do) {
      case 'task':
        return phoneCall(who, 'queue', 'getTask', { taskId });
      case 'cancelTask':
        return phoneCall(who, 'queue', 'cancelTask', { taskId });
      case 'retryTask': {
        const { request: requestId, cost: expectedCost } = command;
        return phoneCall(who, 'queue', 'retryTask', { taskId, requestId, expectedCost });
      }
    }
  },
};

/** An open page of tasks nudges the queue. */
export const nudge: Kind<NudgeAct> = {
  does: ['nudge'],
  share: 120,
  draw: (draft, who) => draft.add(who, { do: 'nudge' }),
  toCall: ({ who }) => phoneCall(who, 'queue', 'nudge', {}),
};

function drawTask(draft: Draft, who: string): void {
  const { random, commands, people } = draft;
  const own = commands.filter(isSubmit).filter((command) => command.who === who);
  const earlier = own.length > 0 && random.chance(0.2) ? random.pick(own) : undefined;
  if (earlier !== undefined) {
    const { id: _id, at: _at, who: _who, ...act } = earlier;
    const isOther = act.do === 'shoot' && random.chance(0.2);
    draft.add(who, isOther ? { ...act, note: `${act.note}！` } : act);
    move(draft, who);
    return;
  }
  const person = people.find(({ name }) => name === who);
  const price = person?.tier === 'free' ? 1 : 0;
  const burst = random.chance(0.2) ? 2 : 1;
  for (let index = 0; index < burst; index += 1) {
    const request = draft.name('t');
    const count = random.pick([1, 1, 2, 3, 4]);
    const act: SubmitAct = random.chance(0.5)
      ? { do: 'shoot', request, count, cost: count * price, note: `${who} ${request}。` }
      : { do: 'fit', request, cost: price };
    draft.add(who, act);
    if (random.chance(0.15)) draft.add(who, act);
    draft.targets.push({ owner: who, request, index: 0 });
  }
  move(draft, who);
}

/** The phone nudges and the timer fires: sometimes both, sometimes late, sometimes twice at once. */
function move(draft: Draft, who: string): void {
  const { random } = draft;
  const times = random.between(1, 3);
  for (let time = 0; time < times; time += 1) {
    if (random.chance(0.6)) {
      draft.wait(random.pick([10, 300, 3_000, 9_000]));
      draft.add(who, { do: 'nudge' });
      continue;
    }
    // The timer has work from the next whole minute on.
    draft.wait(random.between(60_000, 70_000));
    const aheadMs = random.chance(0.15) ? random.between(95_000, 200_000) : undefined;
    const tick: SweepAct = aheadMs === undefined ? { do: 'sweep' } : { do: 'sweep', aheadMs };
    draft.add(who, tick);
    if (random.chance(0.5)) {
      draft.wait(random.between(0, 2_000));
      draft.add(who, { do: 'nudge' });
    }
  }
}

export function isSubmit(command: CommandOf<AnyAct>): command is CommandOf<SubmitAct> {
  return command.do === 'shoot' || command.do === 'fit';
}
