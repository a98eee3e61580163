import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards of how a work and its picture end. */
export const ending: Mutant[] = [
  {
    guard: 'refund only of a running work, under an id of its own',
    edits: [
      {
        file: `${shared}/data/works/outcomes.ts`,
        find: 'if (!isRunning(row) || row.leaseToken !== work.leaseToken)\n        return { work: row, isOurs: false };',
        replace: 'void isRunning;',
      },
      {
        file: `${shared}/domain/wallet/credits.ts`,
        find: 'id: creditLogIds.refund(work.id),',
        replace: 'id: creditLogIds.refund(work.id) + String(Math.random()),',
      },
    ],
  },
  only(
    'final write tried three times',
    `${shared}/flows/generation/finish.ts`,
    'const waitsMs = [1_000, 2_000];\n/** After the last attempt: the backup is written to the same database. */\nconst waitBeforeBackupMs = 3_000;',
    'const waitsMs: number[] = [];\nconst waitBeforeBackupMs = 0;',
  ),
  only(
    'emergency backup',
    `${shared}/flows/generation/finish.ts`,
    'await works.backups.put(record);',
    'void works;',
  ),
  only(
    'final write only on a running work, by the holder of its lease',
    `${shared}/data/works/outcomes.ts`,
    'const { stats } = await works().where(held).update({ data });',
    'const { stats } = await works().where({ _id: held._id }).update({ data });',
    'a sweeper with a fast clock',
  ),
  only(
    'a refunded work stays failed when its row is lost',
    `${shared}/data/works/backups.ts`,
    'const isRefunded = row === null && (await wasRefunded(transaction, work));',
    'const isRefunded = false; void wasRefunded;',
    'a fast one, while works cannot be written, and then the rows are lost',
  ),
  only(
    'a live work is not swept',
    `${shared}/data/works/maintenance.ts`,
    'expired(command.lte(now)),',
    'expired(command.lte(later(now, 3_600_000))),',
  ),
  only(
    'sweeper looks for the picture before it fails a work',
    `${shared}/flows/generation/interrupted.ts`,
    'const picture = await findPicture(work, files);',
    'const picture = null as { imageUrl: string; imageBytes: number } | null; void findPicture; void files;',
  ),
  only(
    'sweeper takes whole pictures only',
    `${shared}/flows/generation/find-picture.ts`,
    'if (isPictureOf(work, bytes)) return',
    'void isPictureOf; return',
  ),
  only(
    'seat given back on failure',
    `${shared}/data/works/outcomes.ts`,
    'seat: releasedSeat(work.id),',
    '',
  ),
  only(
    'lease taken over before a work is failed',
    `${shared}/flows/generation/interrupted.ts`,
    'const claimed = await works.maintenance.claim(work, leaseUntil(now, timeoutMs));',
    'const claimed = work as Work | null; void leaseUntil; void timeoutMs;',
    'a slow one, while works cannot be written',
  ),
  only(
    'nothing is promised under a lease that somebody else has taken',
    `${shared}/flows/generation/finish.ts`,
    'return row.leaseToken === completed.leaseToken ? { work: completed, saved } : undecided;',
    'void undecided; return { work: completed, saved };',
    'a slow one, while works cannot be written',
  ),
  only(
    'nothing is promised from the backup of a refunded work whose row is lost',
    `${shared}/data/works/backups.ts`,
    'const isRefunded = await wasRefunded(database, work);',
    'const isRefunded = false;',
    'a fast one, while works cannot be written, then the rows are lost and the request comes again',
  ),
  only(
    'nothing is promised to the same request again under a lease that somebody else has taken',
    'cloudfunctions/aiGenerate/replay.ts',
    "return confirmSaved(waiting, 'backup', context);",
    "return (void confirmSaved, { work: waiting, saved: 'backup' });",
    'a slow one and the same request again, while works cannot be written',
  ),
];
