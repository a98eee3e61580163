import type * as z from 'zod';
import { defineAction } from '../shared/action';
import { workManage } from '../shared/contracts/workManage';
import { top, toCursor } from '../shared/domain/cursor';
import type { Page } from '../shared/domain/cursor';
import { isRunning } from '../shared/domain/work/work';
import type { Work } from '../shared/domain/work/work';
import type { WorkFilter } from '../shared/data/works/works';
import { AppError } from '../shared/error';
import { startOf } from '../shared/paging';
import { describeError } from '../shared/domain/log';
import { findWaitingIds, settleOwn } from '../shared/flows/generation/interrupted';
import { removeFiles } from '../shared/flows/generation/remove-files';
import { prepareThumbnail as prepareThumbnailOf } from '../shared/flows/generation/thumbnail';
import { requireCleanText } from '../shared/flows/text-check';
import { openPrivate, toWorkViews } from '../shared/views';
import type { WorkTab } from '../shared/contracts/workManage';
import type { Context } from '../shared/context';
import { requireOwn } from './own';

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
  async run(input, context) {
    const page = await readPage(input, context);
    const settled = { waitingIds: page.waitingIds, shown: page.running };
    return toReply((await settleOwn(settled, context)) ? await readPage(input, context) : page);

    async function toReply({ running, ended }: WorksPage) {
      if (running.length === 0) {
        const works = await toWorkViews(ended.rows, context);
        return { works, nextCursor: ended.nextCursor };
      }
      // Running works take up room on the first page; the works they displace open the next one.
      const { pageSize } = input;
      const works = [...running, ...ended.rows].slice(0, pageSize);
      const isCut = ended.nextCursor !== null || running.length + ended.rows.length > pageSize;
      const last = works.filter((work) => !isRunning(work)).at(-1) ?? top;
      return {
        works: await toWorkViews(works, context),
        nextCursor: isCut ? toCursor(last) : null,
      };
    }
  },
});

type WorksPage = { running: Work[]; ended: Page<Work>; waitingIds: string[] };

async function readPage(
  { tab, query, cursor, pageSize }: z.output<typeof workManage.getWorks.input>,
  context: Context,
): Promise<WorksPage> {
  const { caller, clock, works } = context;
  // A search finds only works with pictures.
  const isSearch = query !== '';
  const isFirst = cursor == null && !isSearch;
  const filter = isSearch ? { ...filters[tab], text: query } : filters[tab];
  const failedSince =
    tab === 'all' && !isSearch ? new Date(clock.now().getTime() - failedShownMs) : null;
  const [running, ended, waitingIds] = await Promise.all([
    isFirst ? works.listRunning(caller.userId, filter) : [],
    works.listEnded(caller.userId, filter, startOf(cursor), pageSize, failedSince),
    isFirst ? findWaitingIds(caller.userId, context) : [],
  ]);
  return { running, ended, waitingIds };
}

export const getWork = defineAction(workManage.getWork, {
  access: 'member',
  async run({ workId }, context) {
    const [own, share] = await Promise.all([
      requireOwn(workId, context),
      context.works.shares.find(workId),
    ]);
    const [work] = await toWorkViews([own], context);
    if (work === undefined) throw new AppError('NOT_FOUND');
    return { work, share: share?.state === 'open' ? share : null };
  },
});

export const saveWork = defineAction(workManage.saveWork, {
  access: 'member',
  async run({ workId, isFavorite }, context) {
    const { caller, clock, works } = context;
    await changeOwn(workId, context, () =>
      works.setFavorite(workId, caller.userId, isFavorite, clock.now()),
    );
    return { workId, isFavorite };
  },
});

export const saveWorks = defineAction(workManage.saveWorks, {
  access: 'member',
  async run({ workIds, isFavorite }, { caller, clock, works }) {
    const { userId } = caller;
    return { changed: await works.setFavorites(workIds, userId, isFavorite, clock.now()) };
  },
});

export const deleteWorks = defineAction(workManage.deleteWorks, {
  access: 'member',
  async run({ workIds }, { caller, clock, timers, works }) {
    // The sweep removes the files.
    await timers.expectDue(clock.now());
    return { changed: await works.removeMany(workIds, caller.userId, clock.now()) };
  },
});

export const updateWork = defineAction(workManage.updateWork, {
  access: 'member',
  async run({ workId, title }, context) {
    const { caller, clock, works } = context;
    // `social`, because the public view of a shared work shows its title.
    await requireCleanText(title, 'social', context);
    await changeOwn(workId, context, () => works.rename(workId, caller.userId, title, clock.now()));
    return { workId, title };
  },
});

export const deleteWork = defineAction(workManage.deleteWork, {
  access: 'member',
  async run({ workId }, context) {
    const { caller, clock, log, timers, works } = context;
    await Promise.all([requireOwn(workId, context), timers.expectDue(clock.now())]);
    if (!(await works.remove(workId, caller.userId, clock.now()))) throw new AppError('NOT_FOUND');
    try {
      const deleted = await works.find(workId);
      if (deleted !== null) await removeFiles(deleted, context);
    } catch (error) {
      // The work is gone for its owner; the sweep removes what is left of it.
      log.warn('files not removed yet', { cause: describeError(error) });
    }
    return { workId };
  },
});

export const prepareThumbnail = defineAction(workManage.prepareThumbnail, {
  access: 'member',
  async run({ workId }, context) {
    const work = await requireOwn(workId, context);
    if (work.status !== 'completed') throw new AppError('NOT_FOUND');
    const thumbnailUrl = await prepareThumbnailOf(work, context);
    const urls = await openPrivate([thumbnailUrl], context);
    return { workId, thumbnailUrl: urls(thumbnailUrl) };
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

/** If the work's row is missing, the change is tried once more after recovery: the work may wait in the backup. */
async function changeOwn(
  workId: string,
  context: Context,
  change: () => Promise<boolean>,
): Promise<void> {
  if (await change()) return;
  await requireOwn(workId, context);
  if (!(await change())) throw new AppError('NOT_FOUND');
}
