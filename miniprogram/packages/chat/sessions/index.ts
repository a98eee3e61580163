import type { ChatSession } from '../../../../cloudfunctions/shared/contracts/chat';
import { listSessions, removeSession, renameSession } from '../service';
import { askText, confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { cut, maxLengths, toLine } from '../../../utils/text';
import { readOpenSession, storeOpenSession } from '../../../utils/open-session';
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
  changing: createGuard(),

  onLoad() {
    this.changing = createGuard();
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

  /** Sessions that are shown remain. */
  onFailed(reason: string) {
    if (this.data.state === 'ready') toast(reason);
    else this.setData({ state: 'failed', reason });
  },

  show({ rows: sessions, isAtEnd, isLoadingMore }: ListView<ChatSession>) {
    const current = readOpenSession()?.sessionId ?? null;
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
  /** The talk page reads the stored session when it comes to the front. */
  go(sessionId: string | null) {
    storeOpenSession(sessionId);
    if (getCurrentPages().length > 1) void wx.navigateBack();
    else void wx.redirectTo({ url: '/packages/chat/talk/index' });
  },

  onMore(event: Tap) {
    const { id } = event.currentTarget.dataset;
    const session = this.list?.rows().find(({ sessionId }) => sessionId === id);
    if (session) void this.changing.run(() => this.chooseChange(session));
  },

  async chooseChange(session: ChatSession) {
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
      const saved = await renameSession(session.sessionId, title);
      this.list?.change((sessions) =>
        sessions.map((one) =>
          one.sessionId === session.sessionId ? { ...one, title: saved } : one,
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
      if (readOpenSession()?.sessionId === sessionId) storeOpenSession(null);
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
