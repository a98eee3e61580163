import { setFavorite } from '../../services/work-manage';
import { explain, toast } from '../../utils/dialog';
import { createToggle } from './toggle';
import type { Toggle } from './toggle';
import { announce } from '../../utils/work-changes';

type Favorite = { toggle: Toggle; show: (isFavorite: boolean) => void };

/** Favourites being saved, by work: all pages that show the work share one toggle. */
const inFlight = new Map<string, Favorite>();

/** The value that is being saved; null when none is. */
export function wantedFavorite(workId: string): boolean | null {
  return inFlight.get(workId)?.toggle.value() ?? null;
}

/** A tap on the heart of a work currently shown as `isFavorite`. The last tap wins. */
export async function toggleFavorite(
  workId: string,
  isFavorite: boolean,
  show: (isFavorite: boolean) => void,
): Promise<void> {
  const favorite = inFlight.get(workId) ?? createFavorite(workId, isFavorite, show);
  favorite.show = show;
  inFlight.set(workId, favorite);
  await favorite.toggle.tap();
}

function createFavorite(workId: string, isFavorite: boolean, show: Favorite['show']): Favorite {
  const favorite: Favorite = {
    show,
    toggle: createToggle(isFavorite, {
      send: (value) => setFavorite(workId, value),
      show: (value) => favorite.show(value),
      saved(value) {
        announce({ kind: 'changed', workId, isFavorite: value });
        toast(value ? '已收藏' : '已取消收藏');
      },
      failed: (error) => toast(explain(error)),
      idle: () => inFlight.delete(workId),
    }),
  };
  return favorite;
}
