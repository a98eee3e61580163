import type { QuotaUser } from '../../../../cloudfunctions/shared/contracts/quota';
import { searchUsers } from '../../../services/quota';
import { openPage } from '../../../utils/navigation';
import { cut, maxLengths, toText } from '../../../utils/text';
import { createAdminList, listData } from '../list';
import type { AdminList } from '../list';
import { toPerson } from '../people';
import type { Person } from '../people';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** The search starts after this pause in typing. */
const searchDelayMs = 300;

const data = {
  ...listData,
  text: '',
  people: [] as Person[],
};

Page({
  data,

  list: null as AdminList<QuotaUser> | null,
  typing: 0,

  onLoad() {
    this.list = createAdminList<QuotaUser>(this, {
      read: async (cursor) => {
        const { users: rows, nextCursor } = await searchUsers(
          cut(toText(this.data.text), maxLengths.userSearch),
          cursor,
        );
        return { rows, nextCursor };
      },
      id: ({ userId }) => userId,
      show: (users) => this.show(users),
    });
    void this.list.reload();
  },
  onUnload() {
    clearTimeout(this.typing);
    this.list?.clear();
  },

  show(users: QuotaUser[]) {
    const now = Date.now();
    this.setData({ people: users.map((user) => toPerson(user, now)) });
  },

  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.list?.reload(), searchDelayMs);
  },
  onConfirm() {
    clearTimeout(this.typing);
    void this.list?.reload();
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
