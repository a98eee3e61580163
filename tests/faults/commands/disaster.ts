import { textOf } from '../checker/books';
import type { Kind } from './kind';

export type RestartAct = { do: 'restart' };
export type LoseRowsAct = { do: 'lose-rows' };

export const restart: Kind<RestartAct> = {
  does: ['restart'],
  share: 10,
  draw: (draft, who) => draft.add(who, { do: 'restart' }),
  toCall: () => null,
  happen: (_, { world }) => world.backend.restart(),
  incidentOf: () => 'restart from the journal',
};

/** Removes works whose backups are still waiting. */
export const loseRows: Kind<LoseRowsAct> = {
  does: ['lose-rows'],
  share: 10,
  draw: (draft, who) => draft.add(who, { do: 'lose-rows' }),
  toCall: () => null,
  happen(_, { world, lostRows }) {
    const { database } = world.backend;
    const waiting = database.find('emergency_backup', { query: { isRecovered: false } }).docs;
    for (const { _id } of waiting) {
      if (database.remove('works', { _id: _id ?? null }) > 0) lostRows.push(textOf(_id));
    }
  },
  incidentOf: () => 'rows lost while backed up',
};
