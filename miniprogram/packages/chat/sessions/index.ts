import type { ChatSession } from '../../../../cloudfunctions/shared/contracts/chat';
import { listSessions, removeSession, renameSession } from '../service';
import { askText, confirm, explain, toast } from '../../../utils/dialog';
import { keepSession, readSession } from '../kept';
import { longestTitle, toSessions } from './view';
import type { SessionRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  rows: [] as SessionRow[],
  isAtEnd: false,
  isLoadingMore: false,
};

Page({
  data,

  sessions: [] as ChatSession[],
  cursor: null as string | null,
  newest: 0,

  onLoad() {
    void this.refresh();
  },

  onUnload() {
    this.newest += 1;
  },

  async refresh() {
    const request = ++this.newest;
    try {
      const { sessions, nextCursor } = await listSessions(null);
      if (request !== this.newest) return;
      this.sessions = sessions;
      this.cursor = nextCursor;
      this.show();
    } catch (error) {
      if (request === this.newest) this.setData({ state: 'failed', reason: explain(error) });
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  async more() {
    const { cursor } = this;
    if (cursor === null || this.data.isLoadingMore) return;
    const request = this.newest;
    this.setData({ isLoadingMore: true });
    try {
      const { sessions, nextCursor } = await listSessions(cursor);
      if (request !== this.newest) return;
      this.sessions = [...this.sessions, ...sessions];
      this.cursor = nextCursor;
      this.show();
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isLoadingMore: false });
    }
  },

  show() {
    const current = readSession()?.sessionId ?? null;
    this.setData({
      state: 'ready',
      rows: toSessions(this.sessions, current, Date.now()),
      isAtEnd: this.cursor === null,
    });
  },

  onOpen(event: Tap) {
    this.go(event.currentTarget.dataset.id);
  },
  onNew() {
    this.go(null);
  },
  /** The page behind reads what is kept when it comes back to the front. */
  go(sessionId: string | null) {
    keepSession(sessionId);
    if (getCurrentPages().length > 1) void wx.navigateBack();
    else void wx.redirectTo({ url: '/packages/chat/talk/index' });
  },

  async onMore(event: Tap) {
    const session = this.sessions.find(
      ({ sessionId }) => sessionId === event.currentTarget.dataset.id,
    );
    if (!session) return;
    try {
      const { tapIndex } = await wx.showActionSheet({ itemList: ['重命名', '删除'] });
      await (tapIndex === 0 ? this.rename(session) : this.remove(session));
    } catch (error) {
      // The sheet was closed without a choice.
      console.info(error);
    }
  },

  async rename(session: ChatSession) {
    const title = await askText('重命名对话', session.title, '给这段对话起个名字');
    if (title === null || title === '' || title === session.title) return;
    try {
      const kept = await renameSession(session.sessionId, title.slice(0, longestTitle));
      this.sessions = this.sessions.map((one) =>
        one.sessionId === session.sessionId ? { ...one, title: kept } : one,
      );
      this.show();
    } catch (error) {
      toast(explain(error));
    }
  },

  async remove({ sessionId }: ChatSession) {
    const isSure = await confirm({
      title: '删除这段对话？',
      content: '删除后不能恢复，也不退还 AP',
      confirmText: '删除',
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await removeSession(sessionId);
      this.sessions = this.sessions.filter((one) => one.sessionId !== sessionId);
      if (readSession()?.sessionId === sessionId) keepSession(null);
      this.show();
      toast('已删除');
    } catch (error) {
      toast(explain(error));
    }
  },

  onReachBottom() {
    void this.more();
  },
  onPullDownRefresh() {
    void this.refresh();
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.refresh();
  },
});
