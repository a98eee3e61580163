import { deleteWorks, saveWorks } from '../../services/work-manage';
import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import { savePictures } from '../../utils/album';
import { confirm, explain, toast } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';
import { coverTabBar } from '../../utils/tab-bar';
import { announce } from '../../utils/work-changes';

/** How long a deletion can be undone. */
const undoMs = 5000;
/** The limit of one call. */
const maxAtOnce = 50;

export type SelectionView = {
  isSelecting: boolean;
  selected: Record<string, true>;
  count: number;
  /** All selected works are favourites, so the button removes the mark. */
  areFavorites: boolean;
};

export type SelectionOwner = {
  works: () => Work[];
  show: (view: SelectionView) => void;
  /** Hides works that will be deleted in the cloud after `undoMs`. */
  hide: (ids: string[]) => void;
  bringBack: (ids: string[]) => void;
  showUndo: (text: string) => void;
};

export type Tool = 'favorite' | 'save' | 'remove';

export type Selection = ReturnType<typeof createSelection>;

/** Several works marked, saved or deleted together. */
export function createSelection(owner: SelectionOwner) {
  const acting = createGuard();
  const deleting = createGuard();
  let isSelecting = false;
  let selected = new Set<string>();
  let deletion: { ids: string[]; timer: number } | null = null;
  let inFlight = Promise.resolve();

  const chosen = () => owner.works().filter(({ workId }) => selected.has(workId));

  const show = () => {
    const works = chosen();
    owner.show({
      isSelecting,
      selected: Object.fromEntries(works.map(({ workId }) => [workId, true as const])),
      count: works.length,
      areFavorites: works.length > 0 && works.every(({ isFavorite }) => isFavorite),
    });
  };

  const end = () => {
    if (!isSelecting) return;
    isSelecting = false;
    coverTabBar(owner, false);
    selected = new Set();
    show();
  };

  /** Sends the pending deletion, which cannot be undone from then on. Works whose deletion fails are shown again. */
  const commit = (): Promise<void> => {
    if (deletion === null) return inFlight;
    const { ids, timer } = deletion;
    clearTimeout(timer);
    deletion = null;
    owner.showUndo('');
    const run = deleting.run(async () => {
      try {
        await inParts(ids, async (workIds) => {
          await deleteWorks(workIds);
          for (const workId of workIds) announce({ kind: 'removed', workId });
        });
      } catch (error) {
        toast(explain(error));
      }
      owner.bringBack(ids);
    });
    if (run !== null) inFlight = run;
    return inFlight;
  };

  const favorite = () => {
    const works = chosen();
    if (works.length === 0) return;
    const isFavorite = works.some((work) => !work.isFavorite);
    void acting.run(async () => {
      try {
        const ids = works.map(({ workId }) => workId);
        await inParts(ids, async (workIds) => {
          await saveWorks(workIds, isFavorite);
          for (const workId of workIds) announce({ kind: 'changed', workId, isFavorite });
        });
        toast(isFavorite ? `已收藏 ${ids.length} 张` : `已取消收藏 ${ids.length} 张`);
        end();
      } catch (error) {
        toast(explain(error));
      }
    });
  };

  const save = () => {
    const works = chosen();
    if (works.length === 0) return;
    void acting.run(async () => {
      if (await savePictures(works.map(({ imageUrl }) => imageUrl))) end();
    });
  };

  const remove = () => {
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
      // Only one deletion at a time can be undone.
      await commit();
      owner.hide(ids);
      end();
      deletion = { ids, timer: setTimeout(() => void commit(), undoMs) };
      owner.showUndo(`已删除 ${ids.length} 张`);
    });
  };

  const tools: Record<Tool, () => void> = { favorite, save, remove };

  return {
    isSelecting: () => isSelecting,
    end,

    /** The page is left: the pending deletion becomes final. */
    leave() {
      void commit();
      end();
    },

    begin(id?: string) {
      isSelecting = true;
      coverTabBar(owner, true);
      selected = new Set(id === undefined ? [] : [id]);
      show();
    },

    /** The works have changed: works that no longer exist are unselected. */
    update() {
      if (isSelecting) show();
    },

    toggle(id: string) {
      if (!selected.delete(id)) selected.add(id);
      show();
    },

    /** Selects the whole day, or unselects it if all of it is selected. */
    toggleDay(ids: string[]) {
      const isAll = ids.every((id) => selected.has(id));
      for (const id of ids) {
        if (isAll) selected.delete(id);
        else selected.add(id);
      }
      show();
    },

    use(tool: Tool) {
      tools[tool]();
    },

    undo() {
      if (deletion === null) return;
      clearTimeout(deletion.timer);
      const { ids } = deletion;
      deletion = null;
      owner.showUndo('');
      owner.bringBack(ids);
    },
  };
}

async function inParts(ids: string[], run: (some: string[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < ids.length; from += maxAtOnce) {
    await run(ids.slice(from, from + maxAtOnce));
  }
}
