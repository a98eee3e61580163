import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { listWorks } from '../../services/work-manage';
import { createPagedList } from '../../utils/paged-list';
import type { ListView } from '../../utils/paged-list';
import type { WorkChange } from '../../utils/work-changes';
import { applyChange, mergeFirstPage } from './view';

/** Fewer works do not fill a screen, so no scroll event would load the next page. */
const minShown = 8;

export type WorkListOwner = {
  place: () => { tab: WorkTab; query: string };
  show: (view: ListView<Work>) => void;
  failed: (error: unknown) => void;
  loadingMore: (isLoadingMore: boolean) => void;
};

export type WorkList = ReturnType<typeof createWorkList>;

/** The works of a tab or a search as far as they were read, without those whose deletion is pending. */
export function createWorkList(owner: WorkListOwner) {
  const hidden = new Set<string>();
  const visible = (works: Work[]) => works.filter(({ workId }) => !hidden.has(workId));

  const list = createPagedList<Work>({
    read: async (cursor) => {
      const { tab, query } = owner.place();
      const { works: rows, nextCursor } = await listWorks(tab, cursor, query.trim());
      return { rows, nextCursor };
    },
    id: ({ workId }) => workId,
    show: (view) => {
      const rows = visible(view.rows);
      owner.show({ ...view, rows });
      if (!view.isAtEnd && rows.length < minShown) void list.more();
    },
    failed: owner.failed,
    loadingMore: owner.loadingMore,
  });

  return {
    works: () => visible(list.rows()),
    show: () => list.show(),
    clear: () => list.clear(),
    more: () => list.more(),

    /** Reads page one and replaces the list. */
    reload: () => list.reload(),

    /** Reads page one again; older pages remain. */
    refresh: () => list.refresh(mergeFirstPage),

    /** Applies a change made on this page or another. */
    change(change: WorkChange) {
      const { tab } = owner.place();
      list.change((works) => applyChange(works, change, tab));
    },

    hide(ids: string[]) {
      for (const id of ids) hidden.add(id);
      list.show();
    },

    bringBack(ids: string[]) {
      for (const id of ids) hidden.delete(id);
      list.show();
    },
  };
}
