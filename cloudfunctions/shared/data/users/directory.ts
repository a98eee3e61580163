import { escapeForRegExp } from '../core/regular-expression';
import { top } from '../../domain/cursor';
import type { Position } from '../../domain/cursor';
import type { Plan, QuotaFacts, Subscription } from '../../domain/quota/quota';
import type { Database } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { planOf } from '../quota/plans';
import { parseSubscription } from '../rows/subscription';
import { parseUser } from '../rows/user';
import type { User } from '../rows/user';

/** A user as shown to an admin, with the facts that decide their limits. */
export type DirectoryEntry = { user: User; facts: QuotaFacts };

export type UserDirectory = ReturnType<typeof createUserDirectory>;

export function createUserDirectory(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const reader = createRowReader(parseUser, onInvalidRow);
  const subscriptionReader = createRowReader(parseSubscription, onInvalidRow);

  /** By complete id or invite code. */
  async function findExact(text: string): Promise<User[]> {
    const find = async (condition: object) =>
      (await database.collection('users').where(condition).limit(2).get()).data;
    const rows = await Promise.all([find({ _id: text }), find({ inviteCode: text.toUpperCase() })]);
    return reader.readAll(rows.flat());
  }

  async function withFacts(
    users: readonly User[],
    plans: readonly Plan[],
  ): Promise<DirectoryEntry[]> {
    if (users.length === 0) return [];
    const { data } = await database
      .collection('user_subscriptions')
      .where({ _id: command.in(users.map(({ id }) => id)) })
      .limit(users.length)
      .get();
    const subscriptions = new Map<string, Subscription>(
      subscriptionReader.readAll(data).map((subscription) => [subscription.userId, subscription]),
    );
    return users.map((user) => {
      const subscription = subscriptions.get(user.id) ?? null;
      const plan = planOf(plans, subscription?.planId ?? null);
      return { user, facts: { userType: user.userType, subscription, plan, plans } };
    });
  }

  return {
    /** The newest users. With a text: users with that id or invite code first, then those whose nickname begins with it. */
    async search(
      text: string,
      plans: readonly Plan[],
      from: Position,
      size: number,
    ): Promise<{ rows: DirectoryEntry[]; nextCursor: string | null }> {
      if (!isSearchable(text)) return { rows: [], nextCursor: null };
      const isFirst = from.createdAt.getTime() === top.createdAt.getTime();
      const named = text === '' ? [] : await findExact(text);
      const shown = isFirst ? named : [];
      const room = Math.max(1, size - shown.length);
      const condition = text === '' ? {} : { nickname: beginningWith(text) };
      const rows = await findNewest(database, 'users', condition, from, room + 1);
      const page = reader.readPage(rows, room);
      const others = page.rows.filter(({ id }) => !named.some((user) => user.id === id));
      return {
        rows: await withFacts([...shown, ...others], plans),
        nextCursor: page.nextCursor,
      };
    },

    /** Nicknames by user id; missing users are left out. */
    async nicknames(userIds: readonly string[]): Promise<Map<string, string>> {
      const ids = [...new Set(userIds)];
      if (ids.length === 0) return new Map();
      const { data } = await database
        .collection('users')
        .where({ _id: command.in(ids) })
        .limit(ids.length)
        .get();
      return new Map(reader.readAll(data).map(({ id, nickname }) => [id, nickname]));
    },
  };
}

/** Anchored and without wildcards, so that it reads one index range. */
function beginningWith(text: string): RegExp {
  return new RegExp(`^${escapeForRegExp(text)}`);
}

/** Nicknames contain no lone surrogates or control characters, and the database rejects some of them. */
function isSearchable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
