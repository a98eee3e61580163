import type { Work } from '../../domain/work/work';
import type { Sweep } from '../due/sweep';
import { endInterrupted } from './interrupted';
import type { InterruptedNeeds } from './interrupted';
import { removeFiles } from './remove-files';
import type { RemoveFilesNeeds } from './remove-files';
import { prepareThumbnail } from './thumbnail';
import type { ThumbnailNeeds } from './thumbnail';

type Needs = InterruptedNeeds & RemoveFilesNeeds & ThumbnailNeeds;

const maxThumbnails = 20;
const thumbnailPatienceMs = 3_600_000;

/** Recovers backups, ends interrupted works, makes thumbnails, removes files of deleted and failed works. */
export const sweepGenerations: Sweep<Needs> = {
  name: 'generations',
  counts: ['recovered', 'completed', 'failed', 'thumbnails', 'removed'],
  signs: ({ works }) => [works.backups.sign(), ...works.maintenance.signs()],
  async run(needs, run) {
    const { clock, works } = needs;
    await run.throughAll(
      'emergency_backup',
      (limit) => works.backups.listWaiting(limit),
      async ({ id }) => {
        await works.backups.recover(id, clock.now());
        run.count('recovered');
      },
    );
    await run.throughAll(
      'works',
      (limit) => works.maintenance.listAbandoned(clock.now(), limit),
      async (row) => {
        const ending = await endInterrupted(row.read(), needs);
        if (ending !== null) run.count(ending);
      },
    );
    run.expectAt(await works.maintenance.nextLeaseEnd(clock.now()));
    await run.throughAll(
      'works',
      (limit) => works.maintenance.listWithoutThumbnail(limit),
      async (row) => {
        await prepareThumbnailOrGiveUp(row.read(), needs);
        run.count('thumbnails');
      },
      { maxRows: maxThumbnails },
    );
    await run.throughAll(
      'works',
      (limit) => works.maintenance.listWithFilesToRemove(limit),
      async (row) => {
        await removeFiles(row.read(), needs);
        run.count('removed');
      },
    );
  },
};

/** A picture that could not be shrunk for an hour becomes its own thumbnail, so that it does not hold up the others. */
async function prepareThumbnailOrGiveUp(work: Work, needs: Needs): Promise<void> {
  try {
    await prepareThumbnail(work, needs);
  } catch (error) {
    const ageMs = needs.clock.now().getTime() - work.createdAt.getTime();
    if (ageMs > thumbnailPatienceMs) {
      const itself = { thumbnailUrl: work.imageUrl, thumbnailBytes: 0 };
      await needs.works.setThumbnail(work.id, work.userId, itself);
    }
    throw error;
  }
}
