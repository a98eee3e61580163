import { getOptions, knownPrices } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { currentUser } from '../../../services/session';
import { getSharedWork } from '../../../services/sharing';
import type { SharedWork } from '../../../services/sharing';
import { explain } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { openPage } from '../../../utils/navigation';
import { priceLabel, priceOf } from '../../../utils/price';
import { homeCard, sharePath } from '../../../utils/share-card';
import { toDraft, toShared } from './view';
import type { SharedPictureView } from './view';

const data = {
  state: 'loading' as 'loading' | 'ready' | 'gone' | 'failed',
  reason: '',
  work: null as SharedPictureView | null,
  price: '',
};

/** The page that a share card opens: a picture, without the name of its owner. */
Page({
  data,

  token: '',
  source: null as SharedWork | null,
  isClosed: false,

  onLoad(query: Record<string, string | undefined>) {
    this.token = query['token'] ?? '';
    void this.load();
  },

  onUnload() {
    this.isClosed = true;
  },

  async load() {
    try {
      const work = await getSharedWork(this.token);
      if (this.isClosed) return;
      this.source = work;
      this.setData({ state: 'ready', work: toShared(work) });
      if (work.type === 'text2img') void this.showPrice();
    } catch (error) {
      if (this.isClosed) return;
      const isGone = error instanceof CloudError && error.failure === 'SHARE_GONE';
      this.setData({ state: isGone ? 'gone' : 'failed', reason: explain(error) });
    }
  },

  /** What a picture costs this visitor. The page does not wait for it. */
  async showPrice() {
    try {
      await getOptions();
      if (this.isClosed) return;
      this.setData({ price: priceLabel(priceOf(knownPrices(), currentUser()?.tier)) });
    } catch (error) {
      console.warn(explain(error));
    }
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },

  onPreview() {
    const { work } = this.data;
    if (work) void wx.previewImage({ urls: [work.picture], current: work.picture });
  },

  onSame() {
    const { source } = this;
    if (source?.type === 'photography') openPage('/packages/studio/photography/index');
    else if (source?.type === 'fitting') openPage('/packages/studio/fitting/index');
    else {
      const draft = source && toDraft(source);
      if (draft !== null) fillDraft(draft);
      this.onCreate();
    }
  },

  onCreate() {
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const { work } = this.data;
    if (work === null || this.data.state !== 'ready') return homeCard;
    return { title: work.title, path: sharePath(this.token), imageUrl: work.picture };
  },
});
