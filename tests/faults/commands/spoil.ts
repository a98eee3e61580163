import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import type { Kind } from './kind';

/** `shape` selects the kind of mistake in the row. */
export type SpoilAct = { do: 'spoil'; collection: SpoilableCollection; shape: number; row: string };

const shapes: readonly ((owner: Document) => Document)[] = [
  // Wrong types, as typed into the console by hand.
  (owner) => ({ ...owner, order: 'first', name: 7, status: 7, text: 7, role: [], amount: 'ten' }),
  // Only a name; all other fields are missing.
  (owner) => ({ ...owner, name: 'x', order: 0 }),
  // Every field that a reader may use is null.
  (owner) => ({
    ...owner,
    ...Object.fromEntries(nullFields.map((field) => [field, null])),
  }),
];
const nullFields = [
  ...['name', 'label', 'order', 'status', 'type', 'mode', 'title', 'prompt', 'originalPrompt'],
  ...['imageUrl', 'errorMessage', 'errorCode', 'createdAt', 'updatedAt', 'work', 'planId', 'value'],
  ...['featureCode', 'level', 'text', 'role', 'sessionId', 'kind', 'amount', 'percent'],
];

/** Tables maintained by admins; `owned` lists those whose rows belong to a user. */
const managed = [
  ...(['characters', 'styles', 'emotions', 'sizes', 'creative_templates'] as const),
  ...(['plans', 'plan_features', 'app_config'] as const),
] as const;
const owned = ['works', 'emergency_backup', 'chat_sessions', 'chat_messages'] as const;
export type SpoilableCollection = (typeof managed)[number] | (typeof owned)[number];

/** The id prefix of planted rows, which the invariants ignore. */
export const spoiltPrefix = 'spoilt_';

/** Somebody writes a malformed row by hand. Only the integrity check may notice it. */
export const spoil: Kind<SpoilAct> = {
  does: ['spoil'],
  share: 25,
  draw(draft, who) {
    const { random } = draft;
    draft.add(who, {
      do: 'spoil',
      collection: random.pick([...managed, ...owned]),
      shape: random.between(0, shapes.length - 1),
      row: draft.name(spoiltPrefix),
    } satisfies SpoilAct);
  },
  toCall: () => null,
  happen({ collection, shape, row, who }, { world }) {
    const userId = userIdOf(who);
    const isOwned = (owned as readonly string[]).includes(collection);
    const owner: Document = isOwned ? { _openid: who, openid: who, userId, seat: row } : {};
    const spoilt = shapes[shape]?.(owner) ?? owner;
    world.backend.database.put(collection, [{ ...spoilt, _id: row }]);
  },
  incidentOf: () => 'a malformed row',
  isHarmless: true,
};
