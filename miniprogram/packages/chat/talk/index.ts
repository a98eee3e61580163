import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import { plansForDialog } from '../../../services/quota';
import { chatPictures, rememberSuggestion } from '../../../utils/chat-pictures';
import type { ChatPicture } from '../../../utils/chat-pictures';
import { copyText, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { offersPlans } from '../../../services/session';
import { openPage, openPlans } from '../../../utils/navigation';
import { readOpenSession, storeOpenSession } from '../../../utils/open-session';
import { toText } from '../../../utils/text';
import { isSecondTap } from '../composer/view';
import { readDraft, storeDraft } from '../stored';
import { createBatch } from './batch';
import { noExhausted, toExhausted, withChoice } from './exhausted';
import { createQuotaStore } from './quota';
import type { QuotaStore } from './quota';
import { toQuotaBar } from './quota-bar';
import type { QuotaBar } from './quota-bar';
import { createScroll } from './scroll';
import type { Scroll } from './scroll';
import { createTalk } from './talk';
import type { Talk } from './talk';
import { examples } from './view';
import type { MessageRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed' | 'off',
  reason: '',
  rows: [] as MessageRow[],
  /** Pictures made from a proposal, by the message that proposed it. */
  pictures: {} as Record<string, ChatPicture>,
  examples,
  text: '',
  isFocused: false,
  isAnswering: false,
  isStopping: false,
  isUsedUp: false,
  quotaState: 'loading' as 'loading' | 'ready' | 'failed',
  bar: null as QuotaBar | null,
  dialog: noExhausted,
  isDialogOpen: false,
  scrollTop: 0,
  isAway: false,
  keyboardPx: 0,
};

Page({
  data,

  paint: createBatch(() => undefined),
  talk: null as Talk | null,
  quota: null as QuotaStore | null,
  scroll: null as Scroll | null,
  isClosed: false,
  sentAt: 0,

  onLoad() {
    this.setData({ text: readDraft() });
    this.paint = createBatch((change) => this.setData(change));
    this.quota = createQuotaStore({
      show: (quota) => this.showQuota(quota),
      failed: () => this.paint({ quotaState: 'failed' }),
    });
    this.scroll = createScroll({
      rows: () => this.talk?.rows() ?? [],
      isAtEnd: () => this.talk?.isAtEnd() ?? true,
      paint: (change) => this.paint(change),
      set: (change, done) => this.setData(change, done),
    });
    this.talk = createTalk({
      state: (state, reason = '') => {
        this.paint({ state, reason });
        wx.nextTick(() => void this.scroll?.measure());
      },
      draw: (anchor) => this.scroll?.draw(anchor),
      redraw: (place, row) => this.scroll?.redraw(place, row),
      answering: (isAnswering) => this.paint({ isAnswering, isStopping: false }),
      quota: (quota) => {
        if (quota) this.quota?.take(quota);
        else void this.quota?.load();
      },
      restoreText: (text) => this.write(text),
      exhausted: () => void this.isExhausted(),
      toast,
    });
  },

  onShow() {
    this.setData({ pictures: chatPictures() });
    this.quota?.begin();
    const stored = readOpenSession();
    const isOpen = this.data.state !== 'loading' && stored?.sessionId === this.talk?.sessionId();
    if (isOpen) this.talk?.resume();
    else void this.talk?.open(stored);
  },

  onHide() {
    this.quota?.end();
    this.talk?.pause();
  },

  onUnload() {
    this.quota?.end();
    this.talk?.close();
    this.scroll?.close();
    // Drops answers still in flight.
    this.isClosed = true;
    this.paint = createBatch(() => undefined);
  },

  showQuota(quota: ChatQuota) {
    const bar = toQuotaBar(quota, Date.now(), offersPlans());
    this.paint({
      quotaState: 'ready',
      bar,
      isUsedUp: bar.isUsedUp,
      ...(!bar.isUsedUp && { isDialogOpen: false }),
    });
  },

  onScroll({ detail }: WechatMiniprogram.ScrollViewScroll) {
    this.scroll?.moved(detail);
  },
  onUpper() {
    void this.talk?.older();
  },
  onLower() {
    this.talk?.newer();
  },
  onNewest() {
    this.talk?.toEnd();
  },

  write(text: string) {
    storeDraft(text);
    this.paint({ text });
  },
  onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.write(event.detail.value);
  },
  async onSend() {
    const text = toText(this.data.text);
    if (text === '') return;
    if (this.data.isUsedUp && (await this.isExhausted())) return;
    // Another tap may have sent it meanwhile.
    if (toText(this.data.text) !== text || this.talk?.ask(text) !== true) return;
    this.sentAt = Date.now();
    this.write('');
  },
  onExample({ currentTarget }: Tap) {
    this.write(currentTarget.dataset.id);
    this.setData({ isFocused: true });
  },
  onKeyboard({ detail: { height } }: WechatMiniprogram.CustomEvent<{ height: number }>) {
    if (height === 0) this.setData({ isFocused: false });
    if (height !== this.data.keyboardPx) {
      this.setData({ keyboardPx: height }, () => void this.scroll?.measure());
    }
  },
  onResize() {
    void this.scroll?.measure();
  },

  async onStop() {
    if (isSecondTap(this.sentAt, Date.now())) return;
    this.setData({ isStopping: true });
    await this.talk?.stop();
  },
  onNext({ currentTarget }: Tap) {
    const { id } = currentTarget.dataset;
    const row = this.data.rows.find(({ messageId, isMine }) => messageId === id && !isMine);
    if (row?.next === 'edit') this.talk?.takeBack(id);
    else void this.retry(id);
  },
  async retry(messageId: string) {
    if (!this.data.isUsedUp || !(await this.isExhausted())) this.talk?.retry(messageId);
  },
  onUse({ currentTarget }: Tap) {
    const { id: messageId } = currentTarget.dataset;
    const proposal = this.talk?.answerOf(messageId)?.proposal;
    if (!proposal) return;
    const { prompt, style, size } = proposal;
    const sessionId = this.talk?.sessionId() ?? null;
    if (sessionId !== null) rememberSuggestion({ prompt, sessionId, messageId });
    fillDraft({ prompt, style, ...(size !== '' && { size }) });
    void wx.switchTab({ url: '/pages/create/index' });
  },
  onDrawn({ currentTarget }: Tap) {
    openPage(`/packages/picture/detail/index?id=${currentTarget.dataset.id}`);
  },
  onCopy({ currentTarget }: Tap) {
    const row = this.data.rows.find(({ id }) => id === currentTarget.dataset.id);
    const text = [row?.text, row?.prompt].filter(Boolean).join('\n');
    if (row && !row.isProblem && text !== '') void copyText(text, '已复制');
  },

  onNew() {
    if (this.talk?.sessionId() === null && this.data.rows.length === 0) return;
    storeOpenSession(null);
    void this.talk?.open({ sessionId: null });
  },
  onSessions() {
    openPage('/packages/chat/sessions/index');
  },
  onRetry() {
    void this.talk?.open(readOpenSession());
  },
  onCreate() {
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onRetryQuota() {
    this.setData({ quotaState: 'loading' });
    void this.quota?.load();
  },
  onUpgrade() {
    openPlans(this.quota?.current()?.recommendedPlan ?? '');
  },
  /**
   * Reads the quota again, as the page may be out of date, and explains it when it is used up. False also when it
   * could not be read: then the cloud decides.
   */
  async isExhausted(): Promise<boolean> {
    const [plans, isRead] = await Promise.all([plansForDialog(), this.quota?.load()]);
    const quota = this.quota?.current();
    if (this.isClosed) return true;
    // Changes of the page data are batched and applied later, so the check uses the quota itself.
    if (isRead !== true || !quota || !toQuotaBar(quota, Date.now()).isUsedUp) return false;
    const dialog = toExhausted(quota, plans, offersPlans());
    this.setData({ dialog }, () => this.setData({ isDialogOpen: true }));
    return true;
  },
  onExhausted() {
    void this.isExhausted();
  },
  onChoose({ detail: { level } }: WechatMiniprogram.CustomEvent<{ level: string }>) {
    this.setData({ dialog: withChoice(this.data.dialog, level) });
  },
  onDialogClose() {
    this.setData({ isDialogOpen: false });
  },
  onDialogPrimary() {
    const { chosen, secondary } = this.data.dialog;
    this.setData({ isDialogOpen: false });
    // Without a second button there is no higher level to choose.
    if (secondary !== '') openPlans(chosen);
  },
});
