import { goBack } from '../../utils/navigation';
import { createPagedList } from '../../utils/paged-list';
import type { ListPage } from '../../utils/paged-list';
import { afterFailure } from './failed';
import type { ClosedPage } from './people';

/** The data of every list page besides its rows. */
export const listData = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  isAtEnd: false,
  isLoadingMore: false,
};

type Shown = Partial<typeof listData>;
/** The page that owns the list. Its rows are shown by `show` of the source. */
type Host = { data: Pick<typeof listData, 'state' | 'closed'>; setData(data: Shown): void };

type Source<Row> = {
  read: (cursor: string | null) => Promise<ListPage<Row>>;
  id: (row: Row) => string;
  show: (rows: Row[], isAtEnd: boolean) => void;
};

export type AdminList<Row> = ReturnType<typeof createAdminList<Row>>;

/** A paged list of the admin pages. It stays on screen when a later read fails; its button retries or leaves the page. */
export function createAdminList<Row>(page: Host, { read, id, show }: Source<Row>) {
  const list = createPagedList<Row>({
    ...{ read, id },
    show({ rows, isAtEnd, isLoadingMore }) {
      page.setData({ state: 'ready', notice: '', isAtEnd, isLoadingMore });
      show(rows, isAtEnd);
    },
    failed: (error) => page.setData(afterFailure(page.data.state, error)),
    loadingMore: (isLoadingMore) => page.setData({ isLoadingMore }),
  });

  async function reload(): Promise<void> {
    await list.reload();
    void wx.stopPullDownRefresh();
  }

  /** Shows another list in place of this one. */
  async function replace(): Promise<void> {
    page.setData({ state: 'loading' });
    await reload();
  }

  return {
    ...{ reload, replace },
    rows: () => list.rows(),
    change: (edit: (rows: Row[]) => Row[]) => list.change(edit),
    clear: () => list.clear(),
    more: () => void list.more(),
    /** The button of a page that failed to load. */
    async leaveOrRetry(): Promise<void> {
      if (page.data.closed?.primary === '返回') goBack();
      else await replace();
    },
  };
}
