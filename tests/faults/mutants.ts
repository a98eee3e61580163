import { quotaMutants } from './quota-mutants';

/** One place of the product as it is and without its guard; `find` stands exactly once in `file`. */
export type Edit = { file: string; find: string; replace: string };

/**
 * A guard taken away. Several edits where one rule is guarded twice on purpose. `isAboutQuotas`: only scenarios in which
 * admins change limits and people chat can tell.
 */
export type Mutant = { guard: string; edits: Edit[]; isAboutQuotas?: boolean };

const shared = 'cloudfunctions/shared';
const only = (guard: string, file: string, find: string, replace: string): Mutant => ({
  guard,
  edits: [{ file, find, replace }],
});

export const mutants: Mutant[] = [
  ...quotaMutants,
  only(
    'unique index on the seat',
    'database-templates/works.json',
    '"unique": true',
    '"unique": false',
  ),
  only(
    'work id derived from user and request',
    'cloudfunctions/aiGenerate/request.ts',
    'workIdOf(userId, requestId, index)',
    'workIdOf(userId, requestId + String(Math.random()), index)',
  ),
  {
    guard: 'refund only of a running work, under an id of its own',
    edits: [
      {
        file: `${shared}/data/ending.ts`,
        find: 'if (!isRunning(row)) return { work: row, isOurs: false };',
        replace: '',
      },
      {
        file: `${shared}/domain/credits.ts`,
        find: 'id: creditLogIds.refund(work.id),',
        replace: 'id: creditLogIds.refund(work.id) + String(Math.random()),',
      },
    ],
  },
  only(
    'credits checked before they are taken',
    `${shared}/domain/credits.ts`,
    'if (credits < required) {',
    'if (credits < required - 1_000_000) {',
  ),
  only(
    'credits given back with the failure',
    `${shared}/data/ending.ts`,
    'credits: change.after,',
    'credits: user.credits,',
  ),
  only(
    'adjustment named by its request',
    `${shared}/data/credit-logs.ts`,
    'const logId = creditLogIds.adjust(change.userId, change.requestId);',
    'const logId = creditLogIds.adjust(change.userId, String(Math.random()));',
  ),
  only(
    'business day of Beijing, not of the runtime',
    `${shared}/domain/business-day.ts`,
    'const offsetMs = 8 * 3_600_000;',
    'const offsetMs = 0;',
  ),
  only(
    'day fixed at admission',
    `${shared}/data/ending.ts`,
    "status: 'completed' as const,",
    "status: 'completed' as const, day: new Date(picture.completedAt.getTime() + 28_800_000).toISOString().slice(0, 10).replaceAll('-', ''),",
  ),
  only(
    'count that cannot be read refuses',
    `${shared}/data/works.ts`,
    "throw new AppError('COUNT_UNAVAILABLE', { cause: error });",
    'void error; return { used: 0, withoutRow: 0 };',
  ),
  only(
    'backup counted in the day',
    `${shared}/data/works.ts`,
    'if (waiting.data.length === 0) return { used: total, withoutRow: 0 };',
    'if (waiting.data.length >= 0) return { used: total, withoutRow: 0 };',
  ),
  only(
    'own retry around transactions',
    `${shared}/data/transaction.ts`,
    'const usualConflicts = 24;',
    'const usualConflicts = 0;',
  ),
  only(
    'final write tried three times',
    'cloudfunctions/aiGenerate/keep.ts',
    'const waitsMs = [1_000, 2_000, 3_000];',
    'const waitsMs = [0];',
  ),
  only(
    'emergency backup',
    'cloudfunctions/aiGenerate/keep.ts',
    'await cloud.backups.put(record);',
    '',
  ),
  only(
    'moderation before the provider',
    'cloudfunctions/aiGenerate/actions/generate.ts',
    'if (refusal !== null) {',
    'if (refusal === undefined) {',
  ),
  only(
    'ownership of the work that is read',
    'cloudfunctions/workManage/actions.ts',
    'if (work?.userId !== caller.userId || work.deletedAt !== null)',
    'if (work === null || caller.userId === "" || work.deletedAt !== null)',
  ),
  only(
    'ownership of the work that is changed',
    `${shared}/data/works.ts`,
    'exactly({ _id: workId, userId, deletedAt: null })',
    'exactly({ _id: workId, deletedAt: null })',
  ),
  only(
    'same key with another input refused',
    'cloudfunctions/aiGenerate/replay.ts',
    'works.some((work) => work.requestHash !== requestHash)',
    "works.some((work) => work.requestHash === '' && requestHash === '')",
  ),
  only(
    'unknown outcome never sent again',
    `${shared}/domain/painter.ts`,
    "    case 'unknownOutcome':\n      return { step: 'stop' };",
    "      return { step: 'stop' };\n    case 'unknownOutcome':\n      return remainingMs > leastPaintMs ? { step: 'again', waitMs: 500 } : { step: 'stop' };",
  ),
  only(
    'own copy of the picture before the work is completed',
    'cloudfunctions/aiGenerate/actions/generate.ts',
    'await storePicture(work, painted.imageUrl, context, after(storeDeadlineMs));',
    'painted.imageUrl; void storePicture; void storeDeadlineMs;',
  ),
  only(
    'final write only on a running work',
    `${shared}/data/ending.ts`,
    'const running = { _id: workId, status: database.command.in(runningStatuses) };',
    'const running = { _id: workId };',
  ),
  only(
    'sweeper looks for the picture before it fails a work',
    'cloudfunctions/sweepWorks/sweep.ts',
    'const picture = await findPicture(work, cloud);',
    'const picture = null as { imageUrl: string; imageBytes: number } | null; void findPicture;',
  ),
  only(
    'sweeper takes whole pictures only',
    'cloudfunctions/sweepWorks/sweep.ts',
    'if (isWholePicture(bytes)) return',
    'void isWholePicture; return',
  ),
  only(
    'seat given back on failure',
    `${shared}/data/ending.ts`,
    'seat: releasedSeat(work.id),',
    '',
  ),
];
