import { inviteCodeOf, userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { nextLookId } from '../../cloudfunctions/shared/data/timers/expect-due';
import { never } from '../../cloudfunctions/shared/domain/time/due';
import type { Database, Document } from '../../devtools/emulator/database/database';
import { toFileId } from '../../devtools/emulator/identity';
import type { CollectionTemplate } from '../../devtools/emulator/templates';
import type { Files } from '../../devtools/emulator/storage/files';
import { beijingDay } from './calendar';
import { textOf } from './checker/books';
import { membershipOf } from '../support/membership';
import type { Person } from './people';

const picture = 'seed/earlier.png';

/** Rows left over from earlier days. */
export function seedData(
  people: readonly Person[],
  database: Database,
  files: Files,
  now: number,
): void {
  const createdAt = new Date(now);
  const users: Document[] = [];
  const logs: Document[] = [];
  const works: Document[] = [];
  files.put({ path: picture, openid: null, at: now }, Buffer.from('earlier'));
  for (const { name, tier, isMember, credits, filled } of people) {
    if (!isMember) continue;
    const userId = userIdOf(name);
    const owner = { _openid: name, openid: name };
    users.push({
      _id: userId,
      ...owner,
      nickname: name,
      avatar: '',
      userType: tier === 'admin' ? 'admin' : 'wechat',
      vipLevel: tier === 'vip' ? 1 : 0,
      credits,
      generateCount: filled,
      inviteCode: inviteCodeOf(userId),
      createdAt,
      updatedAt: createdAt,
    });
    const log = { _openid: name, userId, title: '', createdAt };
    logs.push({
      ...log,
      _id: `welcome:${userId}`,
      kind: 'welcome',
      amount: 100,
      before: 0,
      after: 100,
    });
    if (credits !== 100) {
      const amount = credits - 100;
      const id = `adjust:${userId}:earlier`;
      logs.push({ ...log, _id: id, kind: 'adjust', amount, before: 100, after: credits });
    }
    for (let place = 1; place <= filled; place += 1) {
      const id = `earlier_${name}_${place}`;
      works.push({
        _id: id,
        id,
        ...owner,
        userId,
        status: 'completed',
        type: 'text2img',
        mode: 'single',
        title: id,
        imageUrl: toFileId(picture),
        images: [toFileId(picture)],
        thumbnailUrl: toFileId(picture),
        isFavorite: false,
        seat: `${userId}:${beijingDay(now)}:${place}`,
        day: beijingDay(now),
        cost: 0,
        refundedCredits: 0,
        createdAt,
        updatedAt: createdAt,
        deletedAt: null,
      });
    }
  }
  database.put('users', users);
  database.put(
    'user_subscriptions',
    users.flatMap((user) => membershipOf(textOf(user._id), user.vipLevel) ?? []),
  );
  for (const person of people) {
    if (person.isMember && person.own !== undefined) seedLimits(person, database);
  }
  database.put('credit_logs', logs);
  if (works.length > 0) database.put('works', works);
}

/** The timer has run until now and has found nothing; without its row it would look for everything at once. */
export function seedTimer(database: Database, now: number): void {
  const at = new Date(now);
  database.put('timers', [
    { _id: nextLookId, dueAt: never, lookAt: at, beatAt: at, failures: 0, watchedAt: at },
  ]);
}

/** The most that a single admin may change on one account per Beijing day. */
export const approvalLimits = { refundFen: 4_500, credits: 150 };

/** The products on sale, and the limits above which two admins must agree. */
export function seedWallet(templates: readonly CollectionTemplate[], database: Database): void {
  for (const { collection, seed } of templates) {
    if (collection === 'credit_packages') database.put(collection, seed);
  }
  database.put('app_config', [{ _id: 'approvals', ...approvalLimits }]);
}

/** Limits set by an admin long ago. */
function seedLimits({ name, own = {} }: Person, database: Database): void {
  const userId = userIdOf(name);
  const [standing] = database.find('user_subscriptions', { query: { _id: userId } }).docs;
  const none = { planId: null, status: 'none', startAt: null, endAt: null };
  const custom = Object.entries(own).map(([feature, value]) => [feature, { value, reason: '' }]);
  const row = standing ?? { ...membershipOf(userId, 1), ...none };
  database.put('user_subscriptions', [
    { ...row, customQuotas: Object.fromEntries(custom) as Document, isSynced: false },
  ]);
}
