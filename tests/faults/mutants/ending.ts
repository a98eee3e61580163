import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** How a work ends, and what becomes of its picture. */
export const ending: Mutant[] = [
  {
    guard: 'refund only of a running work, under an id of its own',
    edits: [
      {
        file: `${shared}/data/works/ending.ts`,
        find: 'if (!isRunning(row)) return { work: row, isOurs: false };',
        replace: '',
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
    'cloudfunctions/aiGenerate/keep.ts',
    'const waitsMs = [1_000, 2_000, 3_000];',
    'const waitsMs = [0];',
  ),
  only(
    'emergency backup',
    'cloudfunctions/aiGenerate/keep.ts',
    'await needs.works.backups.put(record);',
    '',
  ),
  only(
    'final write only on a running work',
    `${shared}/data/works/ending.ts`,
    'const running = { _id: workId, status: database.command.in(runningStatuses) };',
    'const running = { _id: workId };',
    'a sweeper with a fast clock',
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
    `${shared}/data/works/ending.ts`,
    'seat: releasedSeat(work.id),',
    '',
  ),
  only(
    'doubt before a work is failed',
    'cloudfunctions/sweepWorks/sweep.ts',
    'await works.doubt(work.id, now);',
    'void works;',
    'a slow one, while works cannot be written',
  ),
  only(
    'nothing doubted is promised',
    'cloudfunctions/aiGenerate/vouch.ts',
    'return row?.doubtedAt === undefined ? { work: completed, saved } : unsure;',
    'void unsure; return { work: completed, saved };',
    'a slow one, while works cannot be written',
  ),
  only(
    'nothing doubted is promised to the same request again',
    'cloudfunctions/aiGenerate/replay.ts',
    ": vouch(waiting, 'backup', { works: repository, log });",
    ": (void vouch, void log, void repository, { work: waiting, saved: 'backup' as const });",
    'a slow one and the same request again, while works cannot be written',
  ),
];
