import { deleteWorks, saveWorks } from '../../services/work-manage';
import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import { savePictures } from '../../utils/album';
import { confirm, explain, toast } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';
import { announce } from '../../utils/work-changes';

/** How long a deletion can be taken back. */
const undoMs = 5000;
/** What the cloud takes at once. */
const maxAtOnce = 50;

export type SelectionView = {
  isSelecting: boolean;
  selected: Record<string, true>;
  count: number;
  /** All of them are favourites: the button unmarks. */
  areFavorites: boolean;
};

/** Whether all of a day is chosen. */
export function isWhole(ids: string[], selected: Record<string, true>): boolean {
  return ids.length > 0 && ids.every((id) => selected[id]);
}

export type SelectionOwner = {
  works: () => Work[];
  show: (view: SelectionView) => void;
  /** Deleted for the eye: the cloud learns of it when `undoMs` are over. */
  hide: (ids: string[]) => void;
  bringBack: () => void;
  showUndo: (text: string) => void;
};

export type Selection = ReturnType<typeof createSelection>;

/** Several works marked, saved or deleted together. */
export function createSelection(owner: SelectionOwner) {
  const acting = createGuard();
  const deleting = createGuard();
  let isSelecting = false;
  let selected = new Set<string>();
  let deletion: { ids: string[]; timer: number } | null = null;

  const chosen = () => owner.works().filter(({ workId }) => selected.has(workId));

  const show = () => {
    const works = chosen();
    owner.show({
      isSelecting,
      selected: Object.fromEntries([...selected].map((id) => [id, true as const])),
      count: selected.size,
      areFavorites: works.length > 0 && works.every(({ isFavorite }) => isFavorite),
    });
  };

  const end = () => {
    isSelecting = false;
    selected = new Set();
    show();
  };

  /** A deletion that can be taken back no more. One that does not reach the cloud brings the works back. */
  const commit = async (): Promise<void> => {
    if (deletion === null) return;
    const { ids, timer } = deletion;
    clearTimeout(timer);
    deletion = null;
    owner.showUndo('');
    await deleting.run(async () => {
      try {
        await inParts(ids, (workIds) => deleteWorks(workIds));
        for (const workId of ids) announce({ kind: 'removed', workId });
      } catch (error) {
        toast(explain(error));
      }
      owner.bringBack();
    });
  };

  return {
    isSelecting: () => isSelecting,
    end,
    commit,

    begin(id?: string) {
      isSelecting = true;
      selected = new Set(id === undefined ? [] : [id]);
      show();
    },

    toggle(id: string) {
      if (!selected.delete(id)) selected.add(id);
      show();
    },

    /** All of a day, or none where all of it is chosen. */
    toggleDay(ids: string[]) {
      const isAll = ids.every((id) => selected.has(id));
      for (const id of ids) {
        if (isAll) selected.delete(id);
        else selected.add(id);
      }
      show();
    },

    favorite() {
      const works = chosen();
      if (works.length === 0) return;
      const isFavorite = works.some((work) => !work.isFavorite);
      void acting.run(async () => {
        try {
          const ids = works.map(({ workId }) => workId);
          await inParts(ids, (workIds) => saveWorks(workIds, isFavorite));
          for (const workId of ids) announce({ kind: 'changed', workId, isFavorite });
          toast(isFavorite ? `已收藏 ${ids.length} 张` : `已取消收藏 ${ids.length} 张`);
          end();
        } catch (error) {
          toast(explain(error));
        }
      });
    },

    save() {
      const works = chosen();
      if (works.length === 0) return;
      void acting.run(async () => {
        if (await savePictures(works.map(({ imageUrl }) => imageUrl))) end();
      });
    },

    remove() {
      const ids = chosen().map(({ workId }) => workId);
      if (ids.length === 0) return;
      void acting.run(async () => {
        const isSure = await confirm({
          title: `删除这 ${ids.length} 张作品？`,
          content: '删除后不退还次数和积分',
          confirmText: '删除',
          isDangerous: true,
        });
        if (!isSure) return;
        // One deletion at a time can be taken back.
        await commit();
        owner.hide(ids);
        end();
        deletion = { ids, timer: setTimeout(() => void commit(), undoMs) };
        owner.showUndo(`已删除 ${ids.length} 张`);
      });
    },

    undo() {
      if (deletion === null) return;
      clearTimeout(deletion.timer);
      deletion = null;
      owner.showUndo('');
      owner.bringBack();
    },
  };
}

async function inParts(ids: string[], run: (some: string[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < ids.length; from += maxAtOnce) {
    await run(ids.slice(from, from + maxAtOnce));
  }
}
