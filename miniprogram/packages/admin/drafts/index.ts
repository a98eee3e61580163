import { goBack, openPage } from '../../../utils/navigation';
import { toDraftKind } from '../draft-kind';
import type { DraftKind } from '../draft-kind';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { canChange } from '../role';
import { listAllScenes, listTemplates } from '../service';
import { toSceneGroups, toTemplateGroups } from './view';
import type { DraftGroup } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  kind: 'scene' as DraftKind,
  groups: [] as DraftGroup[],
  canChange: false,
};

/** All scenes, or all templates. */
Page({
  data,

  newest: 0,

  onLoad(query: Record<string, string | undefined>) {
    const kind = toDraftKind(query['kind']);
    this.setData({ kind });
    void wx.setNavigationBarTitle({ title: kind === 'scene' ? '场景' : '提示词' });
  },
  onShow() {
    void this.load();
  },
  onUnload() {
    this.newest += 1;
  },

  async load() {
    const request = ++this.newest;
    try {
      const groups =
        this.data.kind === 'scene'
          ? toSceneGroups((await listAllScenes()).scenes)
          : toTemplateGroups((await listTemplates()).templates);
      if (request !== this.newest) return;
      this.setData({ state: 'ready', notice: '', groups, canChange: canChange() });
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  onOpen(event: Tap) {
    const { id } = event.currentTarget.dataset;
    openPage(`/packages/admin/editor/index?kind=${this.data.kind}&id=${id}`);
  },
  onNew() {
    openPage(`/packages/admin/editor/index?kind=${this.data.kind}`);
  },
  onPullDownRefresh() {
    void this.load();
  },
  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.load();
  },
});
