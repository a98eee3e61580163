import type {
  Character,
  Size,
  Template,
} from '../../../cloudfunctions/shared/contracts/aiGenerate';
import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { getOptions, getTemplates } from '../../services/ai-generate';
import { CloudError } from '../../services/cloud';
import { begin, takeInterrupted } from '../../services/generation';
import { currentUser, offersChat } from '../../services/session';
import { toColumns } from '../../utils/columns';
import {
  draftVersion,
  emptyDraft,
  fillDraft,
  keepDraft,
  readDraft,
  recentCharacters,
  rememberCharacter,
} from '../../utils/draft';
import type { Draft } from '../../utils/draft';
import { explain, toast } from '../../utils/dialog';
import { openPlans } from '../../utils/navigation';
import { noDialog, toCreditsDialog, toLimitDialog } from '../../utils/refusal';
import type { RefusalAction, RefusalDialog } from '../../utils/refusal';
import { templateDraft, toTemplateCard } from '../../utils/templates';
import type { TemplateCard } from '../../utils/templates';
import { shownCredits, toUsage } from '../../utils/usage';
import type { UsageView } from '../../utils/usage';
import { keepUsage } from './usage';
import type { UsageKeeper } from './usage';
import { modes, pixelLine, toButton, toStrip, toStyles, toSummary, workCount } from './view';
import type { StyleChoice } from './view';

type Loading = 'loading' | 'ready' | 'failed';
type Choice = { id: string; name: string };
type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Change = WechatMiniprogram.CustomEvent<{ id: string }>;

const templatesShown = 6;
const data = {
  state: 'loading' as Loading,
  usageState: 'loading' as Loading,
  usage: {} as Partial<UsageView>,
  credits: -1,
  draft: emptyDraft,
  placeholder: '写下你想看到的画面，比如：黄昏的窗台上，一只橘猫看着远山',
  summary: '',
  isExpanded: false,
  characters: [] as Character[],
  strip: [] as Character[],
  styles: [] as StyleChoice[],
  emotions: [] as Choice[],
  sizes: [] as Size[],
  qualities: [] as Choice[],
  modes,
  pixels: '',
  button: toButton(emptyDraft, null, false),
  columns: [] as TemplateCard[][],
  hasChat: false,
  notice: '',
  noticeAction: '' as '' | '查看',
  sheet: '' as '' | 'library' | 'styles',
  dialog: noDialog,
  isDialogOpen: false,
};

Page({
  data,

  usage: null as UsageKeeper | null,
  templates: [] as Template[],
  isSending: false,
  seenDraft: -1,

  onLoad() {
    this.usage = keepUsage({ show: (usage) => this.showUsage(usage) });
    void this.loadOptions();
    wx.onNetworkStatusChange(({ isConnected }) => this.onNetwork(isConnected));
  },

  onShow() {
    this.isSending = false;
    if (this.seenDraft !== draftVersion()) this.takeDraft();
    else this.showDraft(this.data.draft);
    if (takeInterrupted(Date.now())) this.pointToWorks('上一张可能还在绘制，可以去「作品」看看');
    this.setData({ hasChat: offersChat() });
    this.usage?.begin();
  },

  onHide() {
    this.usage?.end();
  },
  onUnload() {
    this.usage?.end();
  },

  async loadOptions() {
    try {
      const { characters, styles, emotions, sizes, qualities } = await getOptions();
      this.setData({
        state: 'ready',
        characters,
        strip: toStrip(characters, recentCharacters(), this.data.draft.character),
        styles: toStyles(styles),
        emotions: [{ id: '', name: '不指定' }, ...emotions],
        sizes,
        qualities,
        pixels: pixelLine(sizes, this.data.draft.size),
      });
      // Templates stand below the fold and are not waited for.
      void this.loadTemplates();
    } catch (error) {
      console.warn(explain(error));
      const isOffline = error instanceof CloudError && error.failure === 'OFFLINE';
      const notice = isOffline ? '没有网络，连上后会自动加载' : this.data.notice;
      this.setData({ state: 'failed', notice });
    }
  },

  async loadTemplates() {
    try {
      const { templates } = await getTemplates();
      this.templates = templates.slice(0, templatesShown);
      this.setData({ columns: toColumns(this.templates.map(toTemplateCard), 2) });
    } catch (error) {
      // The page is whole without them; 灵感 offers them again.
      console.warn(explain(error));
    }
  },

  showUsage(usage: DailyUsage | null) {
    this.setData({
      ...(usage
        ? { usageState: 'ready', usage: toUsage(usage, Date.now()) }
        : { usageState: 'failed' }),
      credits: shownCredits(currentUser()),
      hasChat: offersChat(),
    });
    this.showDraft(this.data.draft);
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
    void this.loadOptions();
    void this.usage?.load();
  },

  onRetryUsage() {
    this.setData({ usageState: 'loading' });
    void this.usage?.load();
  },

  takeDraft() {
    this.seenDraft = draftVersion();
    this.showDraft(readDraft());
  },

  /** Sets only what follows from the draft; the lists stay as they are. */
  showDraft(draft: Draft) {
    this.setData({
      draft,
      summary: toSummary(draft),
      pixels: pixelLine(this.data.sizes, draft.size),
      button: toButton(draft, currentUser(), this.isSending),
    });
  },

  change(change: Partial<Draft>) {
    const draft = { ...this.data.draft, ...change };
    keepDraft(draft);
    this.showDraft(draft);
  },

  onPrompt(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.change({ prompt: event.detail.value });
  },
  onCharacter({ detail: { id } }: Change) {
    this.change({ character: id });
    const isShown = this.data.strip.some((character) => character.id === id);
    this.setData({
      sheet: '',
      ...(!isShown && { strip: toStrip(this.data.characters, recentCharacters(), id) }),
    });
  },
  onEmotion(event: Tap) {
    this.change({ emotion: event.currentTarget.dataset.id });
  },
  onStyle(event: Tap) {
    this.change({ style: event.currentTarget.dataset.id });
    this.setData({ sheet: '' });
  },
  onSize(event: Tap) {
    this.change({ size: event.currentTarget.dataset.id });
  },
  onMode({ detail: { id } }: Change) {
    this.change({ mode: id === 'double' ? 'double' : 'single' });
  },
  onQuality({ detail: { id } }: Change) {
    this.change({ quality: id === 'hd' ? 'hd' : 'standard' });
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
    void wx.navigateTo({ url: '/packages/picture/inspire/index' });
  },
  onTemplate(event: Tap) {
    const template = this.templates.find(({ id }) => id === event.currentTarget.dataset.id);
    if (!template) return;
    fillDraft(templateDraft(template));
    this.takeDraft();
    void wx.pageScrollTo({ scrollTop: 0 });
    toast('已填入描述');
  },
  onChat() {
    void wx.navigateTo({ url: '/packages/chat/talk/index' });
  },
  onCredits() {
    void wx.navigateTo({ url: '/packages/account/records/index' });
  },
  pointToWorks(notice: string) {
    this.setData({ notice, noticeAction: '查看' });
  },
  onNotice() {
    if (this.data.noticeAction === '') return;
    this.setData({ notice: '' });
    void wx.switchTab({ url: '/pages/works/index' });
  },

  async onGenerate() {
    // Two taps in a row are one request: the lock holds until the page is shown again.
    if (this.isSending || this.isRefused()) return;
    this.isSending = true;
    this.showDraft(this.data.draft);
    const { networkType } = await wx.getNetworkType();
    if (networkType === 'none') {
      this.isSending = false;
      this.showDraft(this.data.draft);
      toast('没有网络，描述已保留');
      return;
    }
    const draft = this.data.draft;
    rememberCharacter(draft.character);
    const { requestId } = begin({ ...draft, prompt: draft.prompt.trim() });
    try {
      await wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
    } catch (error) {
      // The request is under way all the same.
      this.isSending = false;
      this.pointToWorks('正在绘制，可以去「作品」看看');
      this.showDraft(draft);
      console.warn(error);
    }
  },

  /** What the phone knows already is said without asking the cloud, which decides all the same. */
  isRefused(): boolean {
    const user = currentUser();
    const count = workCount(this.data.draft);
    const usage = this.usage?.current();
    if (usage && usage.remaining <= 0) {
      const { limit, userType } = usage;
      void this.usage
        ?.plans()
        .then((plans) => this.openDialog(toLimitDialog(limit, userType, plans)));
      return true;
    }
    if (user?.tier === 'free' && user.credits < count) {
      const { credits } = user;
      const missing = count - credits;
      this.openDialog(toCreditsDialog({ required: count, missing, credits }));
      return true;
    }
    return false;
  },

  /** The page opens without the dialog; it is laid out first, so that it can come in. */
  openDialog(dialog: RefusalDialog) {
    this.setData({ dialog }, () => this.setData({ isDialogOpen: true }));
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
    if (action === 'single') this.change({ mode: 'single' });
    if (action === 'works') void wx.switchTab({ url: '/pages/works/index' });
  },

  onShareAppMessage() {
    return { title: '写一句话，几秒后就有一张画', path: '/pages/create/index' };
  },
});
