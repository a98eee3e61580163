import type { QuotaUser } from '../../../../cloudfunctions/shared/contracts/quota';
import { CloudError } from '../../../services/cloud';
import { searchUsers } from '../../../services/quota';
import { explain } from '../../../utils/dialog';
import { goBack, openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { cut, maxLengths, toText } from '../../../utils/text';
import { toClosed, toPerson } from '../people';
import type { Closed, Person } from '../people';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** The search starts when no key was pressed for this long. */
const searchDelayMs = 300;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as Closed | null,
  text: '',
  people: [] as Person[],
  isAtEnd: false,
  isLoadingMore: false,
};

Page({
  data,

  list: null as PagedList<QuotaUser> | null,
  typing: 0,

  onLoad() {
    this.list = createPagedList<QuotaUser>({
      read: async (cursor) => {
        const { users: rows, nextCursor } = await searchUsers(
          cut(toText(this.data.text), maxLengths.userSearch),
          cursor,
        );
        return { rows, nextCursor };
      },
      id: ({ userId }) => userId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(error),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    this.search();
  },
  onUnload() {
    clearTimeout(this.typing);
    this.list?.clear();
  },

  search() {
    void this.list?.reload();
  },

  show({ rows: users, isAtEnd, isLoadingMore }: ListView<QuotaUser>) {
    const now = Date.now();
    const people = users.map((user) => toPerson(user, now));
    this.setData({ state: 'ready', people, isAtEnd, isLoadingMore });
  },

  onFailed(error: unknown) {
    const failure = error instanceof CloudError ? error.failure : '';
    this.setData({ state: 'failed', closed: toClosed(failure, explain(error)) });
  },

  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.search(), searchDelayMs);
  },
  onConfirm() {
    clearTimeout(this.typing);
    this.search();
  },

  onOpen(event: Tap) {
    openPage(`/packages/admin/user/index?userId=${event.currentTarget.dataset.id}`);
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
    this.search();
  },
});
