import { shared } from './mutant';
import type { Edit, Mutant } from './mutant';

const answers = `${shared}/data/chat/answers.ts`;
const beginnings = `${shared}/data/chat/beginnings.ts`;
const account = `${shared}/domain/chat/ap.ts`;
const inRace = (race: string, mutant: Mutant): Mutant => ({ ...mutant, race });
const without = (guard: string, ...edits: Edit[]): Mutant => ({
  guard,
  edits,
  isAbout: 'quotas',
});

/** Guards of the chat's account and of the limits that admins change. */
export const quotaMutants: Mutant[] = [
  without(
    'AP held before an answer, and counted again when it has no hold',
    {
      file: account,
      find: 'return { ...free, holds: [...free.holds, wanted] };',
      replace: 'return free;',
    },
    {
      file: account,
      find: 'if (!isHeld && remainingOf(free, limit) < paid.ap) return null;',
      replace: 'void isHeld;',
    },
  ),
  without('hold that ends by itself', {
    file: account,
    find: 'holds: account.holds.filter((hold) => isLive(hold, now)),',
    replace: 'holds: account.holds,',
  }),
  without('month of Beijing begins anew once', {
    file: account,
    find: 'const isOver = now >= account.quotaResetAt;',
    replace: 'const isOver = now.getTime() >= account.quotaResetAt.getTime() - 4_000;',
  }),
  without('month begins anew with its first question', {
    file: account,
    find: 'const isOver = now >= account.quotaResetAt;',
    replace: 'const isOver = now >= account.quotaResetAt && account.monthlyUsed < 0;',
  }),
  without('payment dated in the month that pays it', {
    file: account,
    find: 'return isAtTurn ? begin : now;',
    replace: 'return isAtTurn ? now : now;',
  }),
  inRace(
    'the timer of the month and an answer that is paid',
    without('timer begins only months anew that are still over', {
      file: `${shared}/data/chat/quotas.ts`,
      find: '.where({ _id: command.in(userIds), ...due(now) })',
      replace: '.where({ _id: command.in(userIds) })',
    }),
  ),
  without(
    'answer settled only while it is in flight, under a log id of its own',
    {
      file: answers,
      find: "if (standing?.attempt !== attempt || standing.status !== 'streaming') {\n          const answer",
      replace: 'if (standing === null) {\n          const answer',
    },
    {
      file: answers,
      find: '_id: id,\n            userId,',
      replace: '_id: id + String(Math.random()),\n            userId,',
    },
  ),
  without('answer that failed costs nothing', {
    file: answers,
    find: 'data: { holds: freed.holds, updatedAt: now }',
    replace:
      'data: { holds: freed.holds, monthlyUsed: freed.monthlyUsed + 1, totalUsed: freed.totalUsed + 1, updatedAt: now }',
  }),
  without(
    'question answered once under its key',
    {
      file: beginnings,
      find: 'if (!isOurs && !mayAskAgain(standing, clock.now()))',
      replace: 'void mayAskAgain;\n    if (!isOurs && standing.status === "refused")',
    },
    {
      file: 'cloudfunctions/chat/actions/answer.ts',
      find: 'if (!mayAskAgain(standing, now)) return standing;',
      replace: 'void mayAskAgain;',
    },
  ),
  without('answer that is refused in the middle is erased', {
    file: answers,
    find: "...standing, ...ending, text: '', proposal: undefined,",
    replace: '...standing, ...ending,',
  }),
  inRace(
    'a model that thinks aloud',
    without('thoughts of the model are no part of its answer', {
      file: `${shared}/domain/chat/answer-text.ts`,
      find: "raw.replace(thought, '').replace(endOfThought, '')",
      replace: 'raw.replace(/\\u0000/, () => String([thought, endOfThought]))',
    }),
  ),
  inRace(
    'a model that says nothing to see',
    without('an answer with nothing to read is none', {
      file: `${shared}/providers/zhipu/chat.ts`,
      find: 'if (!isReadable(text)) return emptyAnswer();',
      replace: 'void emptyAnswer;',
    }),
  ),
  inRace(
    'a model that says everything twice',
    without('a last message that repeats the answer is not added to it', {
      file: `${shared}/providers/chat-text.ts`,
      find: 'if (soFar.text.startsWith(whole)) return soFar;\n  const isWhole = whole.length >= soFar.text.length;',
      replace: 'const isWhole = soFar.pieces === 0;',
    }),
  ),
  without('all of a text is moderated', {
    file: `${shared}/providers/wechat/content-check.ts`,
    find: 'if (to === characters.length) return parts;',
    replace: 'if (to > 0) return parts;',
  }),
  without('conversation belongs to who began it', {
    file: `${shared}/data/chat/sessions.ts`,
    find: 'return session?.userId === userId && session.deletedAt === null ? session : null;',
    replace: 'return session?.deletedAt === null ? session : null;',
  }),
  inRace(
    'two admins and one overview',
    without(
      'overview rebuilt from one reading, in one transaction',
      {
        file: `${shared}/data/quota/overviews.ts`,
        find: "const subscriptionRow = (await reference('user_subscriptions').get()).data;",
        replace: 'const subscriptionRow = early;',
      },
      {
        file: `${shared}/data/quota/overviews.ts`,
        find: 'return inTransaction(database, clock, async (transaction) => {',
        replace:
          "const early = (await database.collection('user_subscriptions').doc(userId).get()).data; return inTransaction(database, clock, async (transaction) => {",
      },
      {
        file: `${shared}/data/quota/overviews.ts`,
        find: 'const isOlder = Versioned.parse(overviewRow).version > expected.version && !isForced;',
        replace: 'const isOlder = isForced && false;',
      },
    ),
  ),

  without('membership that has ended gives nothing', {
    file: `${shared}/domain/quota/segments.ts`,
    find: 'return startAt <= moment && endAt > moment;',
    replace: 'return startAt <= moment || endAt > moment;',
  }),
  without('limit that has ended decides no more', {
    file: `${shared}/domain/quota/quota.ts`,
    find: 'return override.expiresAt === undefined || override.expiresAt > now ? override : null;',
    replace: 'return override;',
  }),
  without('change of a limit named by its request', {
    file: `${shared}/data/quota/subscription-changes.ts`,
    find: 'const auditId = quotaAuditIds.adjust(adminId, requestId);',
    replace: 'const auditId = quotaAuditIds.adjust(adminId, requestId + String(Math.random()));',
  }),
  without('limits changed by admins only', {
    file: 'cloudfunctions/quota/actions/change.ts',
    find: "defineAction(quota.adjust, {\n  access: 'admin',",
    replace: "defineAction(quota.adjust, {\n  access: 'member',",
  }),
  without('file counted once, however often it is told', {
    file: `${shared}/data/quota/storage-usage.ts`,
    find: '.where({ ...requireDefined({ _id: userId }), recentChanges: command.neq(change) })',
    replace: '.where({ ...requireDefined({ _id: userId }) })',
  }),
  without('limits read anew by every call', {
    file: `${shared}/data/users/members.ts`,
    find: 'async find(userId: string): Promise<Member | null> {',
    replace: `async find(userId: string): Promise<Member | null> {
      const kept = globalThis as unknown as { members?: Map<string, Promise<Member | null>> };
      const key = \`\${Math.floor(Date.now() / 60_000)} \${userId}\`;
      kept.members ??= new Map();
      const known = kept.members.get(key) ?? this.read(userId);
      kept.members.set(key, known);
      return known;
    },
    async read(userId: string): Promise<Member | null> {`,
  }),
];
