import { idOf } from '../people';
import type { Target } from '../people';
import { drawGeneration } from './generate';
import { phoneCall } from './kind';
import type { Kind } from './kind';

export type ManageAct =
  | { do: 'getWork'; target: Target }
  | { do: 'saveWork'; target: Target; isFavorite: boolean }
  | { do: 'updateWork'; target: Target; title: string }
  | { do: 'deleteWork'; target: Target };

/** A user opens or changes a work, sometimes one of another user. */
export const manage: Kind<ManageAct> = {
  does: ['getWork', 'saveWork', 'updateWork', 'deleteWork'],
  share: 140,
  draw(draft, who) {
    const { random, targets, commands } = draft;
    const own = targets.filter(({ owner }) => owner === who);
    const list = own.length > 0 && random.chance(0.7) ? own : targets;
    if (list.length === 0) {
      drawGeneration(draft, who);
      return;
    }
    const target = random.pick(list);
    const add = (act: ManageAct): void => {
      draft.add(who, act);
      // An accidental double tap; on a favourite, the second tap removes the mark.
      if (!random.chance(0.12)) return;
      draft.wait(random.between(0, 40));
      draft.add(who, act.do === 'saveWork' ? { ...act, isFavorite: !act.isFavorite } : act);
    };
    const kind = random.next();
    if (kind < 0.3) add({ do: 'getWork', target });
    else if (kind < 0.6) add({ do: 'saveWork', target, isFavorite: random.chance(0.7) });
    else if (kind < 0.8) add({ do: 'updateWork', target, title: `t${commands.length}` });
    else add({ do: 'deleteWork', target });
  },
  toCall(command) {
    const { who, do: action, target } = command;
    const workId = idOf(target);
    switch (command.do) {
      case 'saveWork':
        return phoneCall(who, 'workManage', action, { workId, isFavorite: command.isFavorite });
      case 'updateWork':
        return phoneCall(who, 'workManage', action, { workId, title: command.title });
      case 'getWork':
      case 'deleteWork':
        return phoneCall(who, 'workManage', action, { workId });
    }
  },
};
