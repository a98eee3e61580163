import { textOf } from '../../cloudfunctions/shared/data/core/database-error';
import type { Index } from '../cloud/account/database';
import { isTransient } from '../cloud/api';
import type { CloudSdk, CollectionReference, Commands, SdkDatabase } from './sdk';

/** The roles of a run's collections; the name of each in the cloud differs. */
export const parts = ['rows', 'others', 'seats', 'pages'] as const;
export type Part = (typeof parts)[number];

export const indexesOf: Record<'seats' | 'pages', readonly Index[]> = {
  seats: [{ name: 'seat', fields: ['seat'], isUnique: true }],
  pages: [{ name: 'list', fields: ['of', '-order', '-_id'], isUnique: false }],
};

/** A cloud under test, either the local one or an environment of the operator. */
export type World = {
  sdk: CloudSdk;
  db: SdkDatabase;
  command: Commands;
  nameOf: (part: Part) => string;
  collection: (part: Part) => CollectionReference;
  /** A path in cloud storage reserved for this run. */
  pathOf: (name: string) => string;
  /** Creates the indexes that `seats` and `pages` need; returns the text of a refusal, or null on success. */
  createIndexes: (part: 'seats' | 'pages') => Promise<string | null>;
};

/** An observation of a cloud, as JSON, and the result that the local cloud gives. */
export type Case = {
  name: string;
  expected: unknown;
  observe: (world: World) => Promise<unknown>;
};

/** A lost connection, which says nothing about the cloud's behaviour. */
export function isLost(error: unknown): boolean {
  return isTransient(new Error(textOf(error)));
}

/**
 * How a call is refused: its code, and `words` when its text contains them. Otherwise the whole text, so that a
 * difference shows what the cloud says instead.
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
