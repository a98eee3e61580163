import type { Context, TimerCaller } from '../shared/context';
import { picturePath } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { describeError } from '../shared/domain/log';
import { removeFormerAvatars } from '../shared/flows/profile/former-avatars';
import { isWholePicture } from '../shared/pictures/picture';
import { countStored, removeFiles } from '../shared/flows/storage-count';
import { keepThumbnail } from '../shared/flows/generation/thumbnail';

/** Longer than `aiGenerate` may run (60 s), so nobody is still at work on what is swept. */
const staleAfterMs = 120_000;
const runMs = 45_000;
const batch = 50;
/** The cloud answers no more. */
const mostRows = 1000;
const thumbnailsPerRun = 20;
const thumbnailPatienceMs = 3_600_000;

type Cloud = Pick<
  Context<TimerCaller>,
  'chat' | 'clock' | 'files' | 'log' | 'quota' | 'settings' | 'users' | 'works'
>;
type Summary = {
  recovered: number;
  completed: number;
  failed: number;
  thumbnails: number;
  removed: number;
  answers: number;
  errors: number;
};

/**
 * Brings every interrupted work to an end, saved or refunded, and every interrupted answer of the chat, unpaid. Running it
 * twice, or beside itself, changes nothing more.
 */
export async function sweep(cloud: Cloud): Promise<Summary> {
  const { clock } = cloud;
  const endAt = clock.now().getTime() + runMs;
  const summary: Summary = {
    ...{ recovered: 0, completed: 0, failed: 0, thumbnails: 0, removed: 0, answers: 0, errors: 0 },
  };
  const hasTime = () => clock.now().getTime() < endAt;

  await throughAll(
    (limit) => cloud.works.backups.listWaiting(limit),
    async ({ id }) => {
      await cloud.works.backups.recover(id, clock.now());
      summary.recovered += 1;
    },
  );
  const before = new Date(clock.now().getTime() - staleAfterMs);
  await throughAll(
    (limit) => cloud.works.listStale(before, limit),
    async (row) => {
      summary[await finish(row.read(), cloud)] += 1;
    },
  );
  await prepareThumbnails();
  await throughAll(
    (limit) => cloud.works.listWithFilesToRemove(limit),
    async (row) => {
      await removeFiles(row.read(), cloud);
      summary.removed += 1;
    },
  );
  await throughAll(
    (limit) => cloud.users.listWithAvatarsToRemove(limit),
    (row) => removeFormerAvatars(row.read(), cloud),
  );
  await throughAll(
    (limit) => cloud.chat.growth.listSilent(before, limit),
    async (row) => {
      const { isOurs } = await cloud.chat.answers.endInterrupted(row.read(), before, clock.now());
      if (isOurs) summary.answers += 1;
    },
  );
  return summary;

  /** What fails stays in the list, before those behind it: so the list is asked for so much longer as was seen of it. */
  async function throughAll<Row extends { id: string }>(
    list: (limit: number) => Promise<Row[]>,
    step: (row: Row) => Promise<void>,
  ): Promise<void> {
    const seen = new Set<string>();
    while (hasTime()) {
      const rows = await list(Math.min(batch + seen.size, mostRows));
      const fresh = rows.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) return;
      for (const row of fresh) {
        seen.add(row.id);
        await attempt(() => step(row));
      }
    }
  }

  async function prepareThumbnails(): Promise<void> {
    let tried = 0;
    for (const row of await cloud.works.listWithoutThumbnail(batch)) {
      if (tried >= thumbnailsPerRun) return;
      await attempt(async () => {
        const work = row.read();
        tried += 1;
        await prepareThumbnail(work, cloud);
        summary.thumbnails += 1;
      });
    }
  }

  /** One row that cannot be finished does not hold up the others; it comes again with the next run. */
  async function attempt(step: () => Promise<void>): Promise<void> {
    if (!hasTime()) return;
    try {
      await step();
    } catch (error) {
      summary.errors += 1;
      cloud.log.error('not swept', { cause: describeError(error) });
    }
  }
}

/** A picture that cannot be shrunk for an hour stands for itself, so that it does not keep the others waiting for ever. */
async function prepareThumbnail(work: Work, cloud: Cloud): Promise<void> {
  try {
    await keepThumbnail(work, cloud);
  } catch (error) {
    const age = cloud.clock.now().getTime() - work.createdAt.getTime();
    if (age > thumbnailPatienceMs) {
      const itself = { thumbnailUrl: work.imageUrl, thumbnailBytes: 0 };
      await cloud.works.setThumbnail(work.id, work.userId, itself);
    }
    throw error;
  }
}

/** A backup is drained before this; so it is the picture in the storage, or nothing. */
async function finish(work: Work, cloud: Cloud): Promise<'recovered' | 'completed' | 'failed'> {
  const { clock, users, works } = cloud;
  const { backups, ending } = works;
  const now = clock.now();
  // By whose clock is it stale? Somebody may still be at work on it, and has to hear of the doubt before anything is looked for.
  await works.doubt(work.id, now);
  if ((await backups.findWaiting(work.id)) !== null) {
    await backups.recover(work.id, now);
    return 'recovered';
  }
  const picture = await findPicture(work, cloud);
  if (picture === null) {
    const { failure: errorCode, message: errorMessage } = new AppError('INTERRUPTED');
    const { work: ended } = await ending.fail(work, { errorCode, errorMessage }, now);
    return ended.status === 'completed' ? 'completed' : 'failed';
  }
  const { isOurs } = await ending.complete(
    work,
    { ...picture, completedAt: now },
    { recoveredAt: now },
  );
  await countStored(work.userId, work.id, picture.imageBytes, cloud);
  if (isOurs && work.cost === 0) await users.countGenerated(work.userId, 1, now);
  return 'completed';
}

/** Only a whole one counts: an upload that was cut off may have left half a file. */
async function findPicture(
  work: Work,
  { files }: Cloud,
): Promise<{ imageUrl: string; imageBytes: number } | null> {
  for (const extension of ['png', 'jpg', 'webp'] as const) {
    const fileId = await files.find(picturePath(work, extension));
    if (fileId === null) continue;
    const bytes = await files.download(fileId);
    if (isWholePicture(bytes)) return { imageUrl: fileId, imageBytes: bytes.length };
  }
  return null;
}
