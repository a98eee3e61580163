import { CloudError } from '../../../services/cloud';
import { searchUsers } from '../../../services/quota';
import { explain, toast } from '../../../utils/dialog';
import { goBack } from '../../../utils/navigation';
import { toClosed, toPerson } from '../people';
import type { Closed, Person } from '../people';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** A person types on for a moment; each letter is no question of its own. */
const typingMs = 300;

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

  cursor: null as string | null,
  newest: 0,
  typing: 0,

  onLoad() {
    void this.search();
  },
  onUnload() {
    clearTimeout(this.typing);
    this.newest += 1;
  },

  async search() {
    const request = ++this.newest;
    try {
      const { users, nextCursor } = await searchUsers(this.data.text.trim(), null);
      if (request !== this.newest) return;
      this.cursor = nextCursor;
      const now = Date.now();
      const people = users.map((user) => toPerson(user, now));
      this.setData({ state: 'ready', people, isAtEnd: nextCursor === null });
    } catch (error) {
      if (request !== this.newest) return;
      const failure = error instanceof CloudError ? error.failure : '';
      this.setData({ state: 'failed', closed: toClosed(failure, explain(error)) });
    }
  },

  async more() {
    const { cursor } = this;
    if (cursor === null || this.data.isLoadingMore) return;
    const request = this.newest;
    this.setData({ isLoadingMore: true });
    try {
      const { users, nextCursor } = await searchUsers(this.data.text.trim(), cursor);
      if (request !== this.newest) return;
      this.cursor = nextCursor;
      const now = Date.now();
      const people = [...this.data.people, ...users.map((user) => toPerson(user, now))];
      this.setData({ people, isAtEnd: nextCursor === null });
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isLoadingMore: false });
    }
  },

  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.search(), typingMs);
  },
  onConfirm() {
    clearTimeout(this.typing);
    void this.search();
  },

  onOpen(event: Tap) {
    void wx.navigateTo({
      url: `/packages/admin/quota/index?userId=${event.currentTarget.dataset.id}`,
    });
  },
  onReachBottom() {
    void this.more();
  },
  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.search();
  },
});
