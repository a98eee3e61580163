import { toPage, top } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import type { Plan, QuotaFacts, Subscription } from '../../domain/quota/quota';
import type { Database } from '../core/database';
import { parseSubscription } from '../quota/entitlements';
import { findNewest } from '../core/newest';
import { planOf } from '../quota/plans';
import { parseUser } from './users';
import type { User } from './users';

/** A user as an admin finds him: who he is, and what decides his limits. */
export type Listed = { user: User; facts: QuotaFacts };

export type UserDirectory = ReturnType<typeof createUserDirectory>;

export function createUserDirectory(database: Database) {
  const { command } = database;
  const parseUsers = (rows: unknown[]) => rows.map(parseUser).filter((user) => user !== null);

  /** Whoever has this very id or invite code. */
  async function exact(text: string): Promise<User[]> {
    const find = async (condition: object) =>
      (await database.collection('users').where(condition).limit(2).get()).data;
    const rows = await Promise.all([find({ _id: text }), find({ inviteCode: text.toUpperCase() })]);
    return parseUsers(rows.flat());
  }

  async function withFacts(users: readonly User[], plans: readonly Plan[]): Promise<Listed[]> {
    if (users.length === 0) return [];
    const { data } = await database
      .collection('user_subscriptions')
      .where({ _id: command.in(users.map(({ id }) => id)) })
      .limit(users.length)
      .get();
    const subscriptions = new Map<string, Subscription>();
    for (const row of data) {
      const subscription = parseSubscription(row);
      if (subscription !== null) subscriptions.set(subscription.userId, subscription);
    }
    return users.map((user) => {
      const subscription = subscriptions.get(user.id) ?? null;
      const plan = planOf(plans, subscription?.planId ?? null);
      return { user, facts: { userType: user.userType, subscription, plan } };
    });
  }

  return {
    /** The newest users; with a text those whose nickname begins with it, after whoever it names exactly. */
    async search(
      text: string,
      plans: readonly Plan[],
      from: Position,
      size: number,
    ): Promise<{ rows: Listed[]; nextCursor: string | null }> {
      if (!isSearchable(text)) return { rows: [], nextCursor: null };
      const isFirst = from.createdAt.getTime() === top.createdAt.getTime();
      const named = text === '' ? [] : await exact(text);
      const shown = isFirst ? named : [];
      const room = Math.max(1, size - shown.length);
      const condition = text === '' ? {} : { nickname: beginningWith(text) };
      const rows = await findNewest(database, 'users', condition, from, room + 1);
      const page: Page<User> = toPage(parseUsers(rows), room);
      const others = page.rows.filter(({ id }) => !named.some((user) => user.id === id));
      return {
        rows: await withFacts([...shown, ...others], plans),
        nextCursor: page.nextCursor,
      };
    },

    /** Nicknames by user id; who is gone is left out. */
    async nicknames(userIds: readonly string[]): Promise<Map<string, string>> {
      const ids = [...new Set(userIds)];
      if (ids.length === 0) return new Map();
      const { data } = await database
        .collection('users')
        .where({ _id: command.in(ids) })
        .limit(ids.length)
        .get();
      return new Map(parseUsers(data).map(({ id, nickname }) => [id, nickname]));
    },
  };
}

/** Anchored and without wildcards, so that it is one stretch of the index. */
function beginningWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`);
}

/** Half characters and control characters stand in no nickname, and the database refuses some of them. */
function isSearchable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
