import type { ChatSession } from '../../../../cloudfunctions/shared/contracts/chat';
import { listSessions, removeSession, renameSession } from '../service';
import { askText, confirm, explain, toast } from '../../../utils/dialog';
import { createPagedList } from '../../../utils/paged-list';
import type { Listed, PagedList } from '../../../utils/paged-list';
import { cut, maxLengths, toLine } from '../../../utils/text';
import { keepSession, readSession } from '../kept';
import { toSessions } from './view';
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

  list: null as PagedList<ChatSession> | null,

  onLoad() {
    this.list = createPagedList<ChatSession>({
      async read(cursor) {
        const { sessions: rows, nextCursor } = await listSessions(cursor);
        return { rows, nextCursor };
      },
      id: ({ sessionId }) => sessionId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    void this.refresh();
  },

  onUnload() {
    this.list?.clear();
  },

  async refresh() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },

  /** What stands is worth more than a page that says why there is nothing newer. */
  onFailed(reason: string) {
    if (this.data.state === 'ready') toast(reason);
    else this.setData({ state: 'failed', reason });
  },

  show({ rows: sessions, isAtEnd, isLoadingMore }: Listed<ChatSession>) {
    const current = readSession()?.sessionId ?? null;
    this.setData({
      state: 'ready',
      rows: toSessions(sessions, current, Date.now()),
      isAtEnd,
      isLoadingMore,
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
    const { id } = event.currentTarget.dataset;
    const session = this.list?.rows().find(({ sessionId }) => sessionId === id);
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
    const typed = await askText('重命名对话', session.title, '给这段对话起个名字');
    const title = cut(toLine(typed ?? ''), maxLengths.sessionTitle);
    if (title === '' || title === session.title) return;
    try {
      const kept = await renameSession(session.sessionId, title);
      this.list?.change((sessions) =>
        sessions.map((one) =>
          one.sessionId === session.sessionId ? { ...one, title: kept } : one,
        ),
      );
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
      if (readSession()?.sessionId === sessionId) keepSession(null);
      this.list?.change((sessions) => sessions.filter((one) => one.sessionId !== sessionId));
      toast('已删除');
    } catch (error) {
      toast(explain(error));
    }
  },

  onReachBottom() {
    void this.list?.more();
  },
  onPullDownRefresh() {
    void this.refresh();
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.refresh();
  },
});
