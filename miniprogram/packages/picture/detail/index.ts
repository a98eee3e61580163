import type { Work } from '../../../../cloudfunctions/shared/contracts/values';
import { getOptions } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { getWork, removeWork, renameWork, setFavorite } from '../../../services/work-manage';
import { savePicture, shareAddress } from '../album';
import { askText, confirm, copyText, explain, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { noNames } from '../../../utils/names';
import type { Names } from '../../../utils/names';
import { goBack } from '../../../utils/navigation';
import { cut, maxLengths, toLine } from '../../../utils/text';
import { announce } from '../../../utils/work-changes';
import { toDetail, toDraft, toMissing, toUnfinished } from './view';
import type { Detail, Missing } from './view';

const pollMs = 2500;

/** The clock and the battery stand on the picture. */
const overPicture = { frontColor: '#ffffff', backgroundColor: '#000000' };

const data = {
  state: 'loading' as 'loading' | 'ready' | 'drawing' | 'failed',
  missing: null as Missing | null,
  work: null as Detail | null,
  isSaving: false,
  isShown: true,
};

Page({
  data,

  workId: '',
  source: null as Work | null,
  shareUrl: undefined as string | undefined,
  poll: 0,

  onLoad(query: Record<string, string | undefined>) {
    this.workId = query['id'] ?? '';
    void this.load();
  },

  onShow() {
    if (!this.data.isShown) this.setData({ isShown: true });
    if (this.data.state === 'drawing') void this.load();
  },

  onHide() {
    clearTimeout(this.poll);
    this.setData({ isShown: false });
  },

  onUnload() {
    clearTimeout(this.poll);
    this.workId = '';
  },

  async load() {
    const { workId } = this;
    try {
      const [work, names] = await Promise.all([getWork(workId), this.names()]);
      if (this.workId === workId) this.show(work, names);
    } catch (error) {
      if (this.workId !== workId) return;
      const failure = error instanceof CloudError ? error.failure : '';
      this.setData({ state: 'failed', missing: toMissing(failure, explain(error)) });
    }
  },

  /** Names are worth waiting for, not worth failing for. */
  async names(): Promise<Names> {
    try {
      return await getOptions();
    } catch (error) {
      console.warn(explain(error));
      return noNames;
    }
  },

  show(work: Work, names: Names) {
    this.source = work;
    const isRunning = work.status === 'pending' || work.status === 'processing';
    if (!isRunning && work.status !== 'completed') {
      this.setData({ state: 'failed', missing: toUnfinished(work) });
      return;
    }
    this.setData({ state: isRunning ? 'drawing' : 'ready', work: toDetail(work, names) });
    if (!isRunning) void wx.setNavigationBarColor(overPicture);
    if (isRunning) {
      clearTimeout(this.poll);
      this.poll = setTimeout(() => void this.load(), pollMs);
      return;
    }
    void shareAddress(work.imageUrl).then((address) => {
      this.shareUrl = address;
    });
  },

  onMissing() {
    const way = this.data.missing?.way;
    if (way === 'works') void wx.switchTab({ url: '/pages/works/index' });
    if (way === 'edit') this.onSame();
    if (way !== 'retry') return;
    this.setData({ state: 'loading' });
    void this.load();
  },

  onBack() {
    goBack();
  },

  onPreview() {
    const { work } = this.data;
    if (work) void wx.previewImage({ urls: [work.picture], current: work.picture });
  },

  async onFavorite() {
    const { work } = this.data;
    if (!work) return;
    const isFavorite = !work.isFavorite;
    this.setData({ 'work.isFavorite': isFavorite });
    try {
      await setFavorite(work.id, isFavorite);
      announce({ kind: 'changed', workId: work.id, isFavorite });
      toast(isFavorite ? '已收藏' : '已取消收藏');
    } catch (error) {
      this.setData({ 'work.isFavorite': !isFavorite });
      toast(explain(error));
    }
  },

  async onRename() {
    const { work } = this.data;
    if (!work) return;
    const hint = `最多 ${maxLengths.workTitle} 字`;
    const typed = await askText('作品名称', work.title, hint);
    const title = cut(toLine(typed ?? ''), maxLengths.workTitle);
    if (title === '' || title === work.title) return;
    try {
      await renameWork(work.id, title);
      announce({ kind: 'changed', workId: work.id, title });
      this.setData({ 'work.title': title, 'work.label': `${title}，AI 生成` });
    } catch (error) {
      toast(explain(error));
    }
  },

  onCopy() {
    if (this.data.work) void copyText(this.data.work.prompt, '描述已复制');
  },

  async onRemove() {
    const { work } = this.data;
    if (!work) return;
    const isSure = await confirm({
      title: '删除这张作品？',
      content: '删除后不能恢复，也不退还次数和积分',
      confirmText: '删除',
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await removeWork(work.id);
      announce({ kind: 'removed', workId: work.id });
      toast('已删除');
      goBack();
    } catch (error) {
      toast(explain(error));
    }
  },

  onSame() {
    if (!this.source) return;
    fillDraft(toDraft(this.source));
    void wx.switchTab({ url: '/pages/create/index' });
  },

  async onSave() {
    const { work, isSaving } = this.data;
    if (!work || isSaving) return;
    this.setData({ isSaving: true });
    await savePicture(work.picture);
    this.setData({ isSaving: false });
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const { work } = this.data;
    return {
      title: work ? `我用 AI 画了「${work.title}」` : '写一句话，几秒后就有一张画',
      path: '/pages/create/index',
      ...(this.shareUrl !== undefined && { imageUrl: this.shareUrl }),
    };
  },
});
