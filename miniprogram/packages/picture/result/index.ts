import type { GenerateReply } from '../../../services/ai-generate';
import { getOptions } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { begin, findGeneration, resume } from '../../../services/generation';
import type { Generation } from '../../../services/generation';
import { plansForDialog } from '../../../services/quota';
import { currentUser } from '../../../services/session';
import { setFavorite } from '../../../services/work-manage';
import { savePicture, shareAddress } from '../album';
import { copyText, explain, toast } from '../../../utils/dialog';
import { emptyDraft, fillDraft } from '../../../utils/draft';
import { noNames } from '../../../utils/names';
import { goBack, openPlans } from '../../../utils/navigation';
import { noDialog, toCreditsDialog, toLimitDialog, toStorageDialog } from '../../../utils/refusal';
import type { RefusalAction, RefusalDialog } from '../../../utils/refusal';
import { heightPercent } from '../../../utils/size';
import { secondsSince } from '../../../utils/time';
import { announce } from '../../../utils/work-changes';
import { supportCode, toFailure } from './failure';
import type { Ending, FailureView, WayOut } from './failure';
import { askedLine, toSlides, waitingLine } from './view';
import type { Slide } from './view';

/** Temporary addresses of the pictures, by work, for the share card. */
const noAddresses: Record<string, string> = {};

const data = {
  state: 'drawing' as 'drawing' | 'done' | 'failed',
  isShown: true,
  stage: 1,
  heightPercent: 100,
  title: '正在绘制',
  line: '',
  prompt: '',
  asked: '',
  slides: [] as Slide[],
  current: 0,
  favorites: {} as Record<string, boolean>,
  isSaving: false,
  failure: null as FailureView | null,
  code: '',
  dialog: noDialog,
  isDialogOpen: false,
};

Page({
  data,

  generation: null as Generation | null,
  asked: emptyDraft,
  names: noNames,
  ticker: 0,
  shareUrls: noAddresses,

  onLoad(query: Record<string, string | undefined>) {
    void this.loadNames();
    const generation = findGeneration(query['request'] ?? '');
    if (generation) this.follow(generation);
    // The app was started anew on this page: what became of the request stands in 作品.
    else {
      this.showFailure('OUTCOME_UNKNOWN', '');
      // What was asked for is not known any more, so it cannot be sent again.
      this.setData({ 'failure.secondary': '' });
    }
  },

  onShow() {
    if (this.data.isShown) return;
    this.setData({ isShown: true });
    if (this.data.state === 'drawing') this.startClock();
  },

  onHide() {
    clearInterval(this.ticker);
    this.setData({ isShown: false });
  },

  onUnload() {
    clearInterval(this.ticker);
    this.generation = null;
  },

  /** Shows a generation until it ends; a newer one, or leaving, makes its answer no longer wanted here. */
  follow(generation: Generation) {
    const { input, requestId } = generation;
    this.generation = generation;
    this.asked = { ...emptyDraft, ...input };
    void wx.setNavigationBarTitle({ title: '生成' });
    this.setData({
      state: 'drawing',
      stage: 1,
      heightPercent: heightPercent(this.asked.size),
      line: this.elapsed(),
      prompt: this.asked.prompt,
      asked: askedLine(this.asked, this.names),
      code: supportCode(requestId),
      failure: null,
      slides: [],
      current: 0,
    });
    this.startClock();
    announce({ kind: 'added' });
    void this.awaitAnswer(generation);
  },

  async awaitAnswer(generation: Generation) {
    try {
      const reply = await generation.answer;
      announce({ kind: 'added' });
      if (this.generation === generation) this.showResult(reply);
    } catch (error) {
      announce({ kind: 'added' });
      if (this.generation === generation) this.showError(error);
    }
  },

  /** Tells the elapsed seconds, once a second while the page is shown. */
  startClock() {
    clearInterval(this.ticker);
    this.ticker = setInterval(() => this.setData({ line: this.elapsed() }), 1000);
  },

  elapsed(): string {
    return waitingLine(secondsSince(this.generation?.startedAt ?? 0, Date.now()));
  },

  async loadNames() {
    try {
      this.names = await getOptions();
      if (this.generation) this.setData({ asked: askedLine(this.asked, this.names) });
    } catch (error) {
      // The names of style and mood are left out then.
      console.warn(explain(error));
    }
  },

  showResult(reply: GenerateReply) {
    clearInterval(this.ticker);
    void wx.setNavigationBarTitle({ title: '生成结果' });
    const slides = toSlides(reply.works, this.asked, this.names, this.pays());
    const first = Math.max(
      0,
      slides.findIndex(({ isFailed }) => !isFailed),
    );
    this.setData({ state: 'done', stage: 3, slides, current: first });
    for (const { id, picture, isFailed } of slides) {
      if (!isFailed) void this.prepareShare(id, picture);
    }
  },

  async prepareShare(id: string, picture: string) {
    const address = await shareAddress(picture);
    if (address !== undefined) this.shareUrls = { ...this.shareUrls, [id]: address };
  },

  showError(error: unknown) {
    if (!(error instanceof CloudError)) {
      this.showFailure('INTERNAL', explain(error));
      return;
    }
    const { failure, message, details } = error;
    this.showFailure(failure, message);
    const tier = currentUser()?.tier ?? 'free';
    if (failure === 'DAILY_LIMIT_REACHED' && details && 'limit' in details) {
      const { limit } = details;
      void plansForDialog().then((plans) => this.openDialog(toLimitDialog(limit, tier, plans)));
    }
    if (failure === 'CREDITS_INSUFFICIENT' && details && 'missing' in details) {
      this.openDialog(toCreditsDialog(details));
    }
    if (failure === 'STORAGE_FULL' && details && 'limitBytes' in details) {
      this.openDialog(toStorageDialog(details, tier));
    }
  },

  /** The page opens without the dialog; it is laid out first, so that it can come in. */
  openDialog(dialog: RefusalDialog) {
    this.setData({ dialog }, () => this.setData({ isDialogOpen: true }));
  },

  showFailure(ending: Ending, message: string) {
    clearInterval(this.ticker);
    void wx.setNavigationBarTitle({ title: '生成结果' });
    const count = this.asked.mode === 'double' ? 2 : 1;
    const failure = toFailure(ending, message, { count, pays: this.pays() });
    this.setData({ state: 'failed', failure });
  },

  pays(): boolean {
    return (currentUser()?.tier ?? 'free') === 'free';
  },

  onPrimary() {
    if (this.data.failure) this.go(this.data.failure.primaryWay);
  },
  onSecondary() {
    if (this.data.failure) this.go(this.data.failure.secondaryWay);
  },
  /** One of two failed: only that one is drawn again. */
  onSlideWay({ detail: { way } }: WechatMiniprogram.CustomEvent<{ way: WayOut }>) {
    if (way === 'again') this.follow(begin({ ...this.asked, mode: 'single' }));
    else this.go(way);
  },
  go(way: WayOut) {
    if (way === 'again') this.onAgain();
    if (way === 'works') this.onWorks();
    if (way === 'edit') this.onEdit();
    if (way === 'back') goBack();
    if (way === 'resend') this.onResend();
  },

  /** The same request once more: the cloud knows its id, so nothing is drawn or paid twice. */
  onResend() {
    const known = this.generation ? resume(this.generation.requestId) : null;
    if (known) this.follow(known);
    else this.onWorks();
  },

  onAgain() {
    if (this.data.state === 'drawing') return;
    this.follow(begin(this.asked));
  },

  onEdit() {
    if (this.asked.prompt !== '') fillDraft(this.asked);
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onWorks() {
    void wx.switchTab({ url: '/pages/works/index' });
  },

  onSwipe(event: WechatMiniprogram.CustomEvent<{ current: number }>) {
    this.setData({ current: event.detail.current });
  },

  onPreview(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
    const slide = this.data.slides.find(({ id }) => id === event.detail.id);
    const urls = this.data.slides.filter(({ isFailed }) => !isFailed).map(({ picture }) => picture);
    if (slide) void wx.previewImage({ urls, current: slide.picture });
  },

  slide(): Slide | undefined {
    return this.data.slides[this.data.current];
  },

  async onFavorite() {
    const slide = this.slide();
    if (!slide || slide.isFailed) return;
    const isFavorite = this.data.favorites[slide.id] !== true;
    this.setData({ [`favorites.${slide.id}`]: isFavorite });
    try {
      await setFavorite(slide.id, isFavorite);
      announce({ kind: 'changed', workId: slide.id, isFavorite });
      toast(isFavorite ? '已收藏' : '已取消收藏');
    } catch (error) {
      this.setData({ [`favorites.${slide.id}`]: !isFavorite });
      toast(explain(error));
    }
  },

  onCopy() {
    void copyText(this.asked.prompt, '描述已复制');
  },

  async onSave() {
    const slide = this.slide();
    if (!slide || slide.isFailed || this.data.isSaving) return;
    this.setData({ isSaving: true });
    await savePicture(slide.picture);
    this.setData({ isSaving: false });
  },

  onDialogClose() {
    this.setData({ isDialogOpen: false });
  },

  onDialogPrimary() {
    this.leaveDialog(this.data.dialog.action);
  },
  onDialogSecondary() {
    this.leaveDialog(this.data.dialog.secondaryAction);
  },
  leaveDialog(action: RefusalAction) {
    this.setData({ isDialogOpen: false });
    if (action === 'upgrade') openPlans();
    if (action === 'single') this.follow(begin({ ...this.asked, mode: 'single' }));
    if (action === 'works') this.onWorks();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const slide = this.slide();
    const imageUrl = slide ? this.shareUrls[slide.id] : undefined;
    return {
      title: slide ? `我用 AI 画了「${slide.title}」` : '写一句话，几秒后就有一张画',
      path: '/pages/create/index',
      ...(imageUrl !== undefined && { imageUrl }),
    };
  },
});
