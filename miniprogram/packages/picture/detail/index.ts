import type { Work } from '../../../../cloudfunctions/shared/contracts/values';
import { getOptions } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { getOwnWork, removeWork, renameWork } from '../../../services/work-manage';
import { askText, confirm, copyText, explain, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { createGuard } from '../../../utils/guard';
import { noChoiceNames } from '../../../utils/names';
import type { ChoiceNames } from '../../../utils/names';
import { goBack, openPage } from '../../../utils/navigation';
import { cut, maxLengths, toLine } from '../../../utils/text';
import { announce } from '../../../utils/work-changes';
import { progressOf } from '../../../utils/work-status';
import { savePicture, shareAddress } from '../../../utils/album';
import { toggleFavorite, wantedFavorite } from '../favorite';
import { closedShare, createShareDesk } from '../share-desk';
import type { ShareDesk } from '../share-desk';
import { cardTitle, homeCard, workCard } from '../../../utils/share-card';
import { createBar } from './bar';
import type { Bar } from './bar';
import { pageAgain, toDetail, toDraft, toMissing, toUnfinished } from './view';
import type { Detail, Missing } from './view';

const pollMs = 2500;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'drawing' | 'failed',
  missing: null as Missing | null,
  work: null as Detail | null,
  isSaving: false,
  isShown: true,
  isSolid: false,
  isShared: false,
  share: closedShare,
};

Page({
  data,

  workId: '',
  source: null as Work | null,
  desk: null as ShareDesk | null,
  bar: null as Bar | null,
  shareUrl: undefined as string | undefined,
  poll: 0,
  newestRead: 0,
  changing: createGuard(),
  saving: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.changing = createGuard();
    this.saving = createGuard();
    this.workId = query['id'] ?? '';
    this.desk = createShareDesk((share, view) => this.setData({ share, isShared: view !== null }));
    this.bar = createBar((isSolid) => this.setData({ isSolid }));
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
    this.newestRead += 1;
  },

  async load() {
    // A read that was overtaken, or that answers after the page was closed, is dropped.
    const request = ++this.newestRead;
    try {
      const [{ work, share }, names] = await Promise.all([getOwnWork(this.workId), this.names()]);
      if (request !== this.newestRead) return;
      this.desk?.know(this.workId, share);
      this.show(work, names);
      this.setData({ isShared: share !== null });
    } catch (error) {
      if (request !== this.newestRead) return;
      const failure = error instanceof CloudError ? error.failure : '';
      this.setData({ state: 'failed', missing: toMissing(failure, explain(error)) });
    }
  },

  /** The page waits for the names. If they cannot be read, it is shown without them. */
  async names(): Promise<ChoiceNames> {
    try {
      return await getOptions();
    } catch (error) {
      console.warn(explain(error));
      return noChoiceNames;
    }
  },

  show(work: Work, names: ChoiceNames) {
    this.source = work;
    const progress = progressOf(work);
    const isRunning = progress === 'running';
    if (progress === 'failed' || (!isRunning && !work.imageUrl)) {
      this.setData({ state: 'failed', missing: toUnfinished(work) });
      return;
    }
    const isFavorite = wantedFavorite(work.workId) ?? work.isFavorite;
    this.setData({
      state: isRunning ? 'drawing' : 'ready',
      work: toDetail({ ...work, isFavorite }, names),
    });
    if (!isRunning) this.bar?.paint();
    if (isRunning) {
      clearTimeout(this.poll);
      this.poll = setTimeout(() => void this.load(), pollMs);
      return;
    }
    void shareAddress(work.imageUrl).then((address) => {
      this.shareUrl = address;
    });
  },

  onPageScroll({ scrollTop }: { scrollTop: number }) {
    if (this.data.state === 'ready')
      this.bar?.scrolled(scrollTop, this.data.work?.heightPercent ?? 0);
  },

  onMissing() {
    const way = this.data.missing?.way;
    if (way === 'task' && this.source && this.source.type !== 'text2img') {
      openPage(`/packages/studio/task/index?id=${this.source.taskId}`);
    }
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

  onFavorite() {
    const { work } = this.data;
    if (!work) return;
    void toggleFavorite(work.id, work.isFavorite, (isFavorite) =>
      this.setData({ 'work.isFavorite': isFavorite }),
    );
  },

  onRename() {
    const { work } = this.data;
    if (work) void this.changing.run(() => this.rename(work));
  },

  async rename(work: Detail) {
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

  /** A try-on is compared on its result page. */
  onCompare() {
    const { source } = this;
    if (source?.type !== 'fitting') return;
    openPage(`/packages/studio/result/index?task=${source.taskId}&work=${source.workId}`);
  },

  onCopy() {
    if (this.data.work) void copyText(this.data.work.prompt, '描述已复制');
  },

  onRemove() {
    const { work } = this.data;
    if (work) void this.changing.run(() => this.remove(work));
  },

  async remove(work: Detail) {
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
      this.changing.hold();
      goBack();
    } catch (error) {
      toast(explain(error));
    }
  },

  /** Starts again with the input of this work: a description, a scene, or the person of a try-on. */
  onSame() {
    if (!this.source) return;
    const again = pageAgain(this.source);
    if (again !== null) {
      openPage(again);
      return;
    }
    fillDraft(toDraft(this.source));
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onSave() {
    const { work } = this.data;
    if (!work) return;
    void this.saving.run(async () => {
      this.setData({ isSaving: true });
      await savePicture(work.picture);
      this.setData({ isSaving: false });
    });
  },

  onShare() {
    if (this.data.work) this.desk?.open(this.data.work.id);
  },
  onShareChoose({ detail }: WechatMiniprogram.CustomEvent<{ withPrompt: boolean }>) {
    void this.desk?.choose(detail.withPrompt);
  },
  onShareRetry() {
    void this.desk?.retry();
  },
  onShareClose() {
    this.desk?.close();
  },
  onUnshare() {
    this.desk?.takeBack(this.workId, () => this.setData({ isShared: false }));
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const { desk, workId, shareUrl: imageUrl, data: page } = this;
    const { work } = page;
    if (work === null || desk === null || page.state !== 'ready') return homeCard;
    const look = { imageUrl, title: (withPrompt: boolean) => cardTitle(work, withPrompt) };
    return workCard(look, desk.share(workId), () => desk.prepare(workId));
  },
});
