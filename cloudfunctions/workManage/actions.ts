import { defineAction } from '../shared/action';
import { workManage } from '../shared/contracts/workManage';
import { top, toCursor } from '../shared/domain/cursor';
import { isRunning } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import type { WorkFilter } from '../shared/data/works/works';
import { AppError } from '../shared/error';
import { startOf } from '../shared/paging';
import { describeError } from '../shared/domain/log';
import { removeFiles } from '../shared/flows/storage-count';
import { keepThumbnail } from '../shared/flows/generation/thumbnail';
import { toWorkView } from '../shared/views';
import type { WorkTab } from '../shared/contracts/workManage';
import type { Context } from '../shared/context';

const failedShownMs = 24 * 3_600_000;

const filters: Record<WorkTab, WorkFilter> = {
  all: {},
  text2img: { type: 'text2img' },
  photography: { type: 'photography' },
  fitting: { type: 'fitting' },
  favorite: { isFavorite: true },
};

export const getWorks = defineAction(workManage.getWorks, {
  access: 'member',
  async run({ tab, cursor, pageSize }, { caller, clock, works }) {
    const filter = filters[tab];
    const failedSince = tab === 'all' ? new Date(clock.now().getTime() - failedShownMs) : null;
    const from = startOf(cursor);
    const [running, ended] = await Promise.all([
      cursor == null ? works.listRunning(caller.userId, filter) : [],
      works.listEnded(caller.userId, filter, from, pageSize, failedSince),
    ]);
    if (running.length === 0) {
      return { works: ended.rows.map(toWorkView), nextCursor: ended.nextCursor };
    }
    // Running ones take room on the first page; what they push out opens the next one.
    const page = [...running, ...ended.rows].slice(0, pageSize);
    const isCut = ended.nextCursor !== null || running.length + ended.rows.length > pageSize;
    const last = page.filter((work) => !isRunning(work)).at(-1) ?? top;
    return { works: page.map(toWorkView), nextCursor: isCut ? toCursor(last) : null };
  },
});

export const getWork = defineAction(workManage.getWork, {
  access: 'member',
  async run({ workId }, context) {
    return { work: toWorkView(await ownWork(workId, context)) };
  },
});

export const saveWork = defineAction(workManage.saveWork, {
  access: 'member',
  async run({ workId, isFavorite }, { caller, clock, works }) {
    requireFound(await works.setFavorite(workId, caller.userId, isFavorite, clock.now()));
    return { workId, isFavorite };
  },
});

export const updateWork = defineAction(workManage.updateWork, {
  access: 'member',
  async run({ workId, title }, { caller, clock, works }) {
    requireFound(await works.rename(workId, caller.userId, title, clock.now()));
    return { workId, title };
  },
});

export const deleteWork = defineAction(workManage.deleteWork, {
  access: 'member',
  async run({ workId }, context) {
    const { caller, clock, log, works } = context;
    await ownWork(workId, context);
    requireFound(await works.remove(workId, caller.userId, clock.now()));
    try {
      const deleted = await works.find(workId);
      if (deleted !== null) await removeFiles(deleted, context);
    } catch (error) {
      // The work is gone for its owner; the sweeper removes what is left of it.
      log.warn('files not removed yet', { cause: describeError(error) });
    }
    return { workId };
  },
});

export const prepareThumbnail = defineAction(workManage.prepareThumbnail, {
  access: 'member',
  async run({ workId }, context) {
    const work = await ownWork(workId, context);
    if (work.status !== 'completed') throw new AppError('NOT_FOUND');
    return { workId, thumbnailUrl: await keepThumbnail(work, context) };
  },
});

export const getStats = defineAction(workManage.getStats, {
  access: 'member',
  async run(_, { caller, works }) {
    const [all, favorites, photography, fitting] = await Promise.all([
      works.countCompleted(caller.userId, {}),
      works.countCompleted(caller.userId, { isFavorite: true }),
      works.countCompleted(caller.userId, { type: 'photography' }),
      works.countCompleted(caller.userId, { type: 'fitting' }),
    ]);
    return { works: all, favorites, studio: photography + fitting };
  },
});

/** Someone else's work answers like a missing one, so ids cannot be probed. */
async function ownWork(
  workId: string,
  { caller, works }: Pick<Context, 'caller' | 'works'>,
): Promise<Work> {
  const work = await works.find(workId);
  if (work?.userId !== caller.userId || work.deletedAt !== null) throw new AppError('NOT_FOUND');
  return work;
}

function requireFound(isFound: boolean): void {
  if (!isFound) throw new AppError('NOT_FOUND');
}
