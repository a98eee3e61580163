import { getOptions, knownPrices } from '../../../services/ai-generate';
import type { GenerateInput, GenerateReply } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { begin, findGeneration, resume } from '../../../services/generation';
import type { Generation } from '../../../services/generation';
import { currentUser } from '../../../services/session';
import { copyText, explain } from '../../../utils/dialog';
import { emptyDraft, fillDraft } from '../../../utils/draft';
import { createGuard } from '../../../utils/guard';
import { noChoiceNames } from '../../../utils/names';
import { goBack } from '../../../utils/navigation';
import { priceOf, totalOf } from '../../../utils/price';
import type { RefusalAction } from '../../../utils/refusal';
import { dialogData, dialogHandlers } from '../../../utils/refusal-dialog';
import { heightPercent } from '../../../utils/size';
import { homeCard } from '../../../utils/share-card';
import { secondsSince } from '../../../utils/time';
import { closedShare } from '../share-desk';
import { needsEdit } from '../../../utils/work-status';
import { openChat, tellChat } from './chat';
import { dialogOf } from './dialog';
import { supportCode, toFailure } from './failure';
import type { Ending, FailureView, WayOut } from './failure';
import { createPictures } from './pictures';
import type { Pictures } from './pictures';
import { inputLine, toSlides, waitingLine } from './view';
import type { Slide } from './view';

const data = {
  state: 'drawing' as 'drawing' | 'done' | 'failed',
  isShown: true,
  stage: 1,
  heightPercent: 100,
  title: '正在绘制',
  line: '',
  prompt: '',
  inputLine: '',
  slides: [] as Slide[],
  current: 0,
  favorites: {} as Record<string, boolean>,
  isSaving: false,
  isFromChat: false,
  share: closedShare,
  failure: null as FailureView | null,
  code: '',
  ...dialogData,
};

Page({
  data,
  ...dialogHandlers,

  generation: null as Generation | null,
  input: emptyDraft,
  names: noChoiceNames,
  ticker: 0,
  chat: null as string | null,
  generating: createGuard(),
  pictures: null as Pictures | null,

  onLoad(query: Record<string, string | undefined>) {
    this.generating = createGuard();
    this.pictures = createPictures({
      slides: () => this.data.slides,
      current: () => this.data.slides[this.data.current],
      prompt: () => this.input.prompt,
      isFavorite: (id) => this.data.favorites[id] === true,
      showFavorite: (id, isFavorite) => this.setData({ [`favorites.${id}`]: isFavorite }),
      showSaving: (isSaving) => this.setData({ isSaving }),
      showShare: (share) => this.setData({ share }),
    });
    void this.loadNames();
    const generation = findGeneration(query['request'] ?? '');
    if (generation) void this.generating.run(() => this.follow(generation));
    // The app was restarted on this page, so the reply is lost: 作品 has the outcome.
    else {
      this.showFailure('OUTCOME_UNKNOWN', '');
      // The input is lost too, so the page offers no retry.
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

  /** Shows a generation until it ends. Its answer is dropped when a newer generation has begun or the page is closed. */
  async follow(generation: Generation): Promise<void> {
    const { input, requestId } = generation;
    this.generation = generation;
    this.input = { ...emptyDraft, ...input };
    void wx.setNavigationBarTitle({ title: '生成' });
    this.setData({
      state: 'drawing',
      stage: 1,
      heightPercent: heightPercent(this.input.size),
      line: this.elapsed(),
      prompt: this.input.prompt,
      inputLine: inputLine(this.input, this.names),
      code: supportCode(requestId),
      failure: null,
      slides: [],
      current: 0,
    });
    this.startClock();
    try {
      const reply = await generation.answer;
      if (this.generation === generation) this.showResult(reply);
    } catch (error) {
      if (this.generation === generation) this.showError(error);
    }
  },

  /** Sends a new request. Taps are dropped until it has ended. */
  generate(input: Omit<GenerateInput, 'requestId'>) {
    void this.generating.run(() => this.follow(begin(input)));
  },

  /** Shows the elapsed seconds, once a second while the page is shown. */
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
      if (this.generation) this.setData({ inputLine: inputLine(this.input, this.names) });
    } catch (error) {
      // The line is shown without the names of style and emotion.
      console.warn(explain(error));
    }
  },

  showResult(reply: GenerateReply) {
    clearInterval(this.ticker);
    void wx.setNavigationBarTitle({ title: '生成结果' });
    const slides = toSlides(reply.works, this.input, this.names, this.price());
    const first = Math.max(
      0,
      slides.findIndex(({ isFailed }) => !isFailed),
    );
    this.setData({ state: 'done', stage: 3, slides, current: first });
    this.chat = tellChat(this.input.prompt, slides[first]);
    this.setData({ isFromChat: this.chat !== null });
    this.pictures?.prepareCards();
  },

  onChat() {
    if (this.chat !== null) openChat(this.chat);
  },

  showError(error: unknown) {
    if (!(error instanceof CloudError)) {
      this.showFailure('INTERNAL', explain(error));
      return;
    }
    const { failure, message } = error;
    this.showFailure(failure, message);
    const { generation } = this;
    void dialogOf(error, this.workCount()).then((dialog) => {
      if (dialog !== null && this.generation === generation) this.showDialog(dialog);
    });
  },

  showFailure(ending: Ending, message: string) {
    clearInterval(this.ticker);
    void wx.setNavigationBarTitle({ title: '生成结果' });
    const cost = totalOf(this.price(), this.workCount());
    // Support cannot help with a refused description, so no support code is shown.
    const code = needsEdit(ending) ? { code: '' } : {};
    this.setData({ state: 'failed', failure: toFailure(ending, message, cost), ...code });
  },

  workCount(): number {
    return this.input.mode === 'double' ? 2 : 1;
  },
  /** Credits for one work; null while it is not known. */
  price(): number | null {
    return priceOf(knownPrices(), currentUser()?.tier);
  },

  onPrimary() {
    if (this.data.failure) this.go(this.data.failure.primaryWay);
  },
  onSecondary() {
    if (this.data.failure) this.go(this.data.failure.secondaryWay);
  },
  /** One of two works failed: only that one is drawn again. */
  onSlideWay({ detail: { way } }: WechatMiniprogram.CustomEvent<{ way: WayOut }>) {
    if (way === 'again') this.generate({ ...this.input, mode: 'single' });
    else this.go(way);
  },
  go(way: WayOut) {
    if (way === 'again') this.onAgain();
    if (way === 'works') this.onWorks();
    if (way === 'edit') this.onEdit();
    if (way === 'back') goBack();
    if (way === 'resend') this.onResend();
  },

  /** Retries the same request: its id makes it idempotent, so nothing is drawn or paid twice. */
  onResend() {
    void this.generating.run(async () => {
      const retried = this.generation ? resume(this.generation.requestId) : null;
      if (retried) await this.follow(retried);
      else this.onWorks();
    });
  },

  onAgain() {
    this.generate(this.input);
  },

  onEdit() {
    if (this.input.prompt !== '') fillDraft(this.input);
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onWorks() {
    void wx.switchTab({ url: '/pages/works/index' });
  },

  onChoose(event: WechatMiniprogram.CustomEvent<{ current: number }>) {
    this.setData({ current: event.detail.current });
  },

  onPreview(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.pictures?.preview(event.detail.id);
  },

  onLarge() {
    const slide = this.data.slides[this.data.current];
    if (slide) this.pictures?.preview(slide.id);
  },

  onFavorite() {
    this.pictures?.favorite();
  },

  onCopy() {
    void copyText(this.input.prompt, '描述已复制');
  },

  onSave() {
    this.pictures?.save();
  },

  onShare() {
    this.pictures?.openShare();
  },
  onShareChoose({ detail }: WechatMiniprogram.CustomEvent<{ withPrompt: boolean }>) {
    void this.pictures?.share.choose(detail.withPrompt);
  },
  onShareRetry() {
    void this.pictures?.share.retry();
  },
  onShareClose() {
    this.pictures?.share.close();
  },

  leaveDialog(action: RefusalAction) {
    if (action === 'single') this.generate({ ...this.input, mode: 'single' });
    if (action === 'works') this.onWorks();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return this.pictures?.card() ?? homeCard;
  },
});
