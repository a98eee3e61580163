import { openPage } from '../../../utils/navigation';
import type { ListPage } from '../../../utils/paged-list';
import { createAdminList, listData } from '../list';
import type { AdminList } from '../list';
import { listBackups, listQueue, listWorks } from '../service';
import { kinds, toBackup, toJob, toKind, toWork } from './view';
import type { Row } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  ...listData,
  none: '',
  rows: [] as Row[],
};

/** The rows behind a figure of the overview. */
Page({
  data,

  kind: toKind(undefined),
  list: null as AdminList<Row> | null,

  onLoad(query: Record<string, string | undefined>) {
    this.kind = toKind(query['kind']);
    const { title, none } = kinds[this.kind];
    void wx.setNavigationBarTitle({ title });
    this.setData({ none });
    this.list = createAdminList<Row>(this, {
      read: (cursor) => this.read(cursor),
      id: ({ id }) => id,
      show: (rows) => this.setData({ rows }),
    });
    void this.list.reload();
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

  onOpen(event: Tap) {
    openPage(`/packages/admin/user/index?userId=${event.currentTarget.dataset.id}`);
  },
  onPullDownRefresh() {
    void this.list?.reload();
  },
  onReachBottom() {
    this.list?.more();
  },
  onPrimary() {
    void this.list?.leaveOrRetry();
  },
});
