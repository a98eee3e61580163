import type { Character, Size } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { knownPrices } from '../../services/ai-generate';
import type { GenerateOptions } from '../../services/ai-generate';
import { takeInterrupted } from '../../services/generation';
import { currentUser, offersChat, offersPlans } from '../../services/session';
import { toColumns } from '../../utils/columns';
import { emptyDraft, recentCharacters } from '../../utils/draft';
import type { Draft } from '../../utils/draft';
import { toast } from '../../utils/dialog';
import { openPage, openRecharge } from '../../utils/navigation';
import { toCreditsDialog, toLimitDialog } from '../../utils/refusal';
import type { RefusalAction } from '../../utils/refusal';
import { dialogData, dialogHandlers } from '../../utils/refusal-dialog';
import { shownCredits } from '../../utils/price';
import { templateDraft, toTemplateCard } from '../../utils/templates';
import type { TemplateCard } from '../../utils/templates';
import { toUsage } from '../../utils/usage';
import type { UsageView } from '../../utils/usage';
import { createOffer } from './offer';
import type { Offer } from './offer';
import { createOrder } from './order';
import type { Order } from './order';
import type { Refusal } from './precheck';
import { createUsageStore } from './usage';
import type { UsageStore } from './usage';
import { modes, pixelLine, toButton, toChoices, toStrip, toSummary } from './view';
import type { Choice, StyleChoice } from './view';

type Loading = 'loading' | 'ready' | 'failed';
type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Change = WechatMiniprogram.CustomEvent<{ id: string }>;

const data = {
  state: 'loading' as Loading,
  usageState: 'loading' as Loading,
  usage: {} as Partial<UsageView>,
  credits: -1,
  draft: emptyDraft,
  placeholder: '写下你想看到的画面，比如：黄昏的窗台上，一只橘猫看着远山',
  summary: '',
  isPromptFocused: false,
  isExpanded: false,
  characters: [] as Character[],
  strip: [] as Character[],
  styles: [] as StyleChoice[],
  emotions: [] as Choice[],
  sizes: [] as Size[],
  qualities: [] as Choice[],
  modes,
  pixels: '',
  button: toButton(emptyDraft, null, null, false),
  columns: [] as TemplateCard[][],
  hasChat: false,
  notice: '',
  noticeAction: '' as '' | '查看',
  sheet: '' as '' | 'library' | 'styles',
  ...dialogData,
};

Page({
  data,
  ...dialogHandlers,

  usage: null as UsageStore | null,
  offer: null as Offer | null,
  order: null as Order | null,

  onLoad() {
    this.usage = createUsageStore({ show: (usage) => this.showUsage(usage) });
    this.order = createOrder({
      show: (draft, isSending) => this.showDraft(draft, isSending),
      facts: () => ({
        user: currentUser(),
        usage: this.usage?.current() ?? null,
        prices: knownPrices(),
      }),
      refreshFacts: async () => (await this.usage?.confirm()) === true,
      refused: (refusal) => void this.showRefusal(refusal),
      resultNotOpened: () => this.pointToWorks('正在绘制，可以去「作品」看看'),
    });
    this.offer = createOffer({
      showOptions: (options) => this.showOptions(options),
      showTemplates: (templates) =>
        this.setData({ columns: toColumns(templates.map(toTemplateCard), 2) }),
      failed: (isOffline) => {
        const notice = isOffline ? '没有网络，连上后会自动加载' : this.data.notice;
        this.setData({ state: 'failed', notice });
      },
    });
    void this.offer.load();
    wx.onNetworkStatusChange(({ isConnected }) => this.onNetwork(isConnected));
  },

  onShow() {
    this.order?.begin();
    if (takeInterrupted(Date.now())) this.pointToWorks('上一张可能还在绘制，可以去「作品」看看');
    this.setData({ hasChat: offersChat() });
    this.usage?.begin();
  },

  onHide() {
    this.usage?.end();
  },
  onUnload() {
    this.usage?.close();
  },

  showOptions(options: GenerateOptions) {
    const choices = toChoices(options, recentCharacters(), this.data.draft);
    this.setData({ state: 'ready', ...choices, credits: this.shownCredits() });
    // The prices have come with the options.
    this.order?.show();
  },

  showUsage(usage: DailyUsage | null) {
    this.setData({
      ...(usage
        ? { usageState: 'ready', usage: toUsage(usage, Date.now()) }
        : { usageState: 'failed' }),
      credits: this.shownCredits(),
      hasChat: offersChat(),
    });
    this.order?.show();
  },

  shownCredits(): number {
    return shownCredits(currentUser(), knownPrices());
  },

  onNetwork(isConnected: boolean) {
    this.setData({
      notice: isConnected ? '' : '网络不可用，正在显示上次的内容',
      noticeAction: '',
    });
    if (isConnected && this.data.state === 'failed') this.onRetry();
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.offer?.load();
    void this.usage?.load();
  },

  onRetryUsage() {
    this.setData({ usageState: 'loading' });
    void this.usage?.load();
  },

  /** Sets only what depends on the draft, not the lists. */
  showDraft(draft: Draft, isSending: boolean) {
    this.setData({
      draft,
      summary: toSummary(draft),
      pixels: pixelLine(this.data.sizes, draft.size),
      button: toButton(draft, currentUser(), knownPrices(), isSending),
    });
  },

  onPrompt(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.order?.change({ prompt: event.detail.value });
  },
  /** The price button cannot act: the description is missing or too long. */
  onMissing() {
    if (this.data.button.isPromptMissing) this.setData({ isPromptFocused: true });
  },
  onPromptBlur() {
    this.setData({ isPromptFocused: false });
  },
  onCharacter({ detail: { id } }: Change) {
    this.order?.change({ character: id });
    const isShown = this.data.strip.some((character) => character.id === id);
    this.setData({
      sheet: '',
      ...(!isShown && { strip: toStrip(this.data.characters, recentCharacters(), id) }),
    });
  },
  onEmotion(event: Tap) {
    this.order?.change({ emotion: event.currentTarget.dataset.id });
  },
  onStyle(event: Tap) {
    this.order?.change({ style: event.currentTarget.dataset.id });
    this.setData({ sheet: '' });
  },
  onSize(event: Tap) {
    this.order?.change({ size: event.currentTarget.dataset.id });
  },
  onMode({ detail: { id } }: Change) {
    this.order?.change({ mode: id === 'double' ? 'double' : 'single' });
  },
  onQuality({ detail: { id } }: Change) {
    this.order?.change({ quality: id === 'hd' ? 'hd' : 'standard' });
  },
  onToggle() {
    this.setData({ isExpanded: !this.data.isExpanded });
  },
  onLibrary() {
    this.setData({ sheet: 'library' });
  },
  onAllStyles() {
    this.setData({ sheet: 'styles' });
  },
  onCloseSheet() {
    this.setData({ sheet: '' });
  },
  onInspire() {
    openPage('/packages/picture/inspire/index');
  },
  onTemplate(event: Tap) {
    const template = this.offer?.findTemplate(event.currentTarget.dataset.id);
    if (!template) return;
    this.order?.fill(templateDraft(template));
    void wx.pageScrollTo({ scrollTop: 0 });
    toast('已填入描述');
  },
  onPhotography() {
    openPage('/packages/studio/photography/index');
  },
  onFitting() {
    openPage('/packages/studio/fitting/index');
  },
  onChat() {
    openPage('/packages/chat/talk/index');
  },
  onCredits() {
    if (offersPlans()) openRecharge();
    else openPage('/packages/account/records/index');
  },
  pointToWorks(notice: string) {
    this.setData({ notice, noticeAction: '查看' });
  },
  onNotice() {
    if (this.data.noticeAction === '') return;
    this.setData({ notice: '' });
    void wx.switchTab({ url: '/pages/works/index' });
  },

  onGenerate() {
    void this.order?.send();
  },

  async showRefusal(refusal: Refusal) {
    if (refusal.kind === 'credits') {
      this.showDialog(toCreditsDialog(refusal, refusal.workCount, { offersPlans: offersPlans() }));
      return;
    }
    const plans = (await this.usage?.plans()) ?? [];
    this.showDialog(
      toLimitDialog(refusal.limit, { tier: refusal.tier, offersPlans: offersPlans() }, plans),
    );
  },

  leaveDialog(action: RefusalAction) {
    if (action === 'single') this.order?.change({ mode: 'single' });
    if (action === 'works') void wx.switchTab({ url: '/pages/works/index' });
  },

  onShareAppMessage() {
    return { title: '写一句话，几秒后就有一张画', path: '/pages/create/index' };
  },
});
