import { setFavorite } from '../../services/work-manage';
import { explain, toast } from '../../utils/dialog';
import { createToggle } from './toggle';
import type { Toggle } from './toggle';
import { announce } from '../../utils/work-changes';

type Favorite = { toggle: Toggle; show: (isFavorite: boolean) => void };

/** Favourites that are being saved, by work: another page with the same work takes part in the same toggle. */
const inFlight = new Map<string, Favorite>();

/** What a work is going to be, when a tap on it is not saved yet. */
export function wantedFavorite(workId: string): boolean | null {
  return inFlight.get(workId)?.toggle.value() ?? null;
}

/** A tap on the heart of a work that is shown as `isFavorite`. The value of the last tap is what remains. */
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
