import { goBack, openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListPage, ListView, PagedList } from '../../../utils/paged-list';
import { afterFailure } from '../failed';
import type { Closed } from '../people';
import { listBackups, listQueue, listWorks } from '../service';
import { kinds, toBackup, toJob, toKind, toWork } from './view';
import type { Row } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  notice: '',
  none: '',
  rows: [] as Row[],
  isAtEnd: false,
  isLoadingMore: false,
};

/** The rows behind a figure of the overview. */
Page({
  data,

  kind: toKind(undefined),
  list: null as PagedList<Row> | null,

  onLoad(query: Record<string, string | undefined>) {
    this.kind = toKind(query['kind']);
    const { title, none } = kinds[this.kind];
    void wx.setNavigationBarTitle({ title });
    this.setData({ none });
    this.list = createPagedList<Row>({
      read: (cursor) => this.read(cursor),
      id: ({ id }) => id,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(error),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    void this.reload();
  },
  onUnload() {
    this.list?.clear();
  },

  async read(cursor: string | null): Promise<ListPage<Row>> {
    const now = Date.now();
    const { kind } = this;
    if (kind === 'queue') {
      const { jobs } = await listQueue();
      return { rows: jobs.map((job) => toJob(job, now)), nextCursor: null };
    }
    if (kind === 'backups') {
      const { backups } = await listBackups();
      return { rows: backups.map((backup) => toBackup(backup, now)), nextCursor: null };
    }
    const status = kind === 'works' ? {} : { status: kind };
    const { works, nextCursor } = await listWorks({ ...status, cursor, pageSize: 20 });
    return { rows: works.map((work) => toWork(work, now)), nextCursor };
  },

  async reload() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  show({ rows, isAtEnd, isLoadingMore }: ListView<Row>) {
    this.setData({ state: 'ready', notice: '', rows, isAtEnd, isLoadingMore });
  },

  onFailed(error: unknown) {
    this.setData(afterFailure(this.data.state, error));
  },

  onOpen(event: Tap) {
    openPage(`/packages/admin/user/index?userId=${event.currentTarget.dataset.id}`);
  },
  onPullDownRefresh() {
    void this.reload();
  },
  onReachBottom() {
    void this.list?.more();
  },
  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.reload();
  },
});
