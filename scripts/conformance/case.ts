import { textOf } from '../../cloudfunctions/shared/data/core/database-error';
import type { Index } from '../cloud/account/database';
import { isPassing } from '../cloud/api';
import type { CloudSdk, CollectionReference, Commands, SdkDatabase } from './sdk';

/** The collections of a run by the part that they play; each has a name of its own in the cloud. */
export const parts = ['rows', 'others', 'seats', 'pages'] as const;
export type Part = (typeof parts)[number];

export const indexesOf: Record<'seats' | 'pages', readonly Index[]> = {
  seats: [{ name: 'seat', fields: ['seat'], isUnique: true }],
  pages: [{ name: 'list', fields: ['of', '-order', '-_id'], isUnique: false }],
};

/** One cloud as the cases see it, whether it is the local one or an environment of the operator's. */
export type World = {
  sdk: CloudSdk;
  db: SdkDatabase;
  command: Commands;
  nameOf: (part: Part) => string;
  collection: (part: Part) => CollectionReference;
  /** A path in cloud storage that belongs to this run. */
  pathOf: (name: string) => string;
  /** Creates the indexes that `seats` and `pages` need: the words of the refusal, null when it was taken. */
  createIndexes: (part: 'seats' | 'pages') => Promise<string | null>;
};

/** Something observed of a cloud, as JSON, beside what the local cloud lets observe. */
export type Case = {
  name: string;
  expected: unknown;
  observe: (world: World) => Promise<unknown>;
};

/** A lost connection is no answer of the cloud. */
export function isLost(error: unknown): boolean {
  return isPassing(new Error(textOf(error)));
}

/**
 * How a call is refused: its code, and these words when its text has them, else the whole text, so that a difference shows what the
 * cloud says in their place.
 */
export async function refusalOf(call: Promise<unknown>, words: string): Promise<unknown> {
  try {
    await call;
    return 'not refused';
  } catch (error) {
    if (isLost(error)) throw error;
    const { errCode, errMsg, message, code } = Object(error) as Record<string, unknown>;
    const texts = [errMsg, message, code].filter((one) => typeof one === 'string');
    const text = [...new Set(texts)].join(' ');
    return { errCode, says: text.includes(words) ? words : text };
  }
}

export async function idsOf(
  query: Promise<{ data: Record<string, unknown>[] }>,
): Promise<unknown[]> {
  return (await query).data.map(({ _id }) => _id);
}
