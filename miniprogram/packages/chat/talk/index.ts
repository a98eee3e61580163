import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import { plansForDialog } from '../../../services/quota';
import { copyText, toast } from '../../../utils/dialog';
import { fillDraft } from '../../../utils/draft';
import { openPlans } from '../../../utils/navigation';
import { keepDraft, keepSession, readDraft, readSession } from '../kept';
import { createBatch } from './batch';
import { noExhausted, toExhausted, withChoice } from './exhausted';
import { keepQuota } from './quota';
import type { QuotaKeeper } from './quota';
import { toQuotaBar } from './quota-bar';
import type { QuotaBar } from './quota-bar';
import { createTalk } from './talk';
import type { Talk } from './talk';
import { examples } from './view';
import type { MessageRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Box = { top: number; height: number; scrollTop: number };

/** Beyond every conversation; two of them, for the same one twice does not scroll again. */
const ends = [1_000_000, 1_000_001];
/** So near to the end, new words are followed. */
const nearPx = 120;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed' | 'off',
  reason: '',
  rows: [] as MessageRow[],
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
  quota: null as QuotaKeeper | null,
  listPx: 0,
  isNear: true,
  isMoving: false,
  isGone: false,
  end: 0,

  onLoad() {
    this.setData({ text: readDraft() });
    this.paint = createBatch((change) => this.setData(change));
    this.quota = keepQuota({
      show: (quota) => this.showQuota(quota),
      failed: () => this.paint({ quotaState: 'failed' }),
    });
    this.talk = createTalk({
      state: (state, reason = '') => {
        this.paint({ state, reason });
        wx.nextTick(() => void this.measure());
      },
      draw: (anchor) => {
        if (anchor === '') this.drawEnd();
        else void this.drawAt(anchor);
      },
      redraw: (place, row) => {
        // Rows that are being moved are read when they have their new places.
        if (this.isMoving) return;
        this.paint({ [`rows[${place}]`]: row, ...(this.isNear && this.toEnd()) });
      },
      answering: (isAnswering) => this.paint({ isAnswering, isStopping: false }),
      quota: (quota) => {
        if (quota) this.quota?.take(quota);
        else void this.quota?.load();
      },
      giveBack: (text) => this.write(text),
      exhausted: () => void this.exhaust(),
      tell: toast,
    });
  },

  onShow() {
    this.quota?.begin();
    const kept = readSession();
    const isOpen = this.data.state !== 'loading' && kept?.sessionId === this.talk?.sessionId();
    if (isOpen) this.talk?.resume();
    else void this.talk?.open(kept);
  },

  onHide() {
    this.quota?.end();
    this.talk?.pause();
  },

  onUnload() {
    this.quota?.end();
    this.talk?.close();
    // What comes now is for nobody.
    this.isGone = true;
    this.paint = createBatch(() => undefined);
  },

  showQuota(quota: ChatQuota) {
    const bar = toQuotaBar(quota, Date.now());
    this.paint({
      quotaState: 'ready',
      bar,
      isUsedUp: bar.isUsedUp,
      ...(!bar.isUsedUp && { isDialogOpen: false }),
    });
  },

  drawEnd() {
    const rows = this.talk?.rows() ?? [];
    this.isNear = true;
    this.paint({ rows, isAway: false, ...this.toEnd() });
  },

  /** The row stays where it is while others come and go around it. */
  async drawAt(anchor: string) {
    this.isMoving = true;
    const before = await this.boxOf(anchor);
    this.isMoving = false;
    if (this.isGone) return;
    const rows = this.talk?.rows() ?? [];
    await new Promise<void>((resolve) => this.setData({ rows }, resolve));
    const after = await this.boxOf(anchor);
    const moved = after.top - before.top;
    if (moved !== 0) this.setData({ scrollTop: after.scrollTop + moved });
  },

  toEnd() {
    this.end = 1 - this.end;
    return { scrollTop: ends[this.end] };
  },

  boxOf(id: string): Promise<Box> {
    return new Promise((resolve) => {
      wx.createSelectorQuery()
        .select(`#${id}`)
        .boundingClientRect()
        .select('#list')
        .fields({ size: true, scrollOffset: true })
        .exec(([row, list]: ({ top?: number; height?: number; scrollTop?: number } | null)[]) =>
          resolve({
            top: row?.top ?? 0,
            height: list?.height ?? 0,
            scrollTop: list?.scrollTop ?? 0,
          }),
        );
    });
  },

  async measure() {
    this.listPx = (await this.boxOf('list')).height;
    if (this.isNear) this.paint(this.toEnd());
  },

  onScroll({ detail }: WechatMiniprogram.ScrollViewScroll) {
    const rest = detail.scrollHeight - detail.scrollTop - this.listPx;
    this.isNear = rest < nearPx;
    const isAway = rest > this.listPx || this.talk?.isAtEnd() === false;
    if (isAway !== this.data.isAway) this.setData({ isAway });
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
    keepDraft(text);
    this.paint({ text });
  },
  onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.write(event.detail.value);
  },
  onSend() {
    const text = this.data.text.trim();
    if (text !== '' && this.talk?.ask(text) === true) this.write('');
  },
  onExample({ currentTarget }: Tap) {
    this.write(currentTarget.dataset.id);
    this.setData({ isFocused: true });
  },
  onKeyboard({ detail: { height } }: WechatMiniprogram.CustomEvent<{ height: number }>) {
    if (height === 0) this.setData({ isFocused: false });
    if (height !== this.data.keyboardPx) {
      this.setData({ keyboardPx: height }, () => void this.measure());
    }
  },
  onResize() {
    void this.measure();
  },

  async onStop() {
    this.setData({ isStopping: true });
    await this.talk?.stop();
  },
  onNext({ currentTarget }: Tap) {
    const { id } = currentTarget.dataset;
    const row = this.data.rows.find(({ messageId, isMine }) => messageId === id && !isMine);
    if (row?.next === 'edit') this.talk?.takeBack(id);
    else if (this.data.isUsedUp) void this.exhaust();
    else this.talk?.retry(id);
  },
  onUse({ currentTarget }: Tap) {
    const proposal = this.talk?.answerOf(currentTarget.dataset.id)?.proposal;
    if (!proposal) return;
    const { prompt, style, size } = proposal;
    fillDraft({ prompt, style, ...(size !== '' && { size }) });
    void wx.switchTab({ url: '/pages/create/index' });
  },
  onCopy({ currentTarget }: Tap) {
    const row = this.data.rows.find(({ id }) => id === currentTarget.dataset.id);
    const text = [row?.text, row?.prompt].filter(Boolean).join('\n');
    if (row && !row.isProblem && text !== '') void copyText(text, '已复制');
  },

  onNew() {
    // It is new already.
    if (this.talk?.sessionId() === null && this.data.rows.length === 0) return;
    keepSession(null);
    void this.talk?.open({ sessionId: null });
  },
  onSessions() {
    void wx.navigateTo({ url: '/packages/chat/sessions/index' });
  },
  onRetry() {
    void this.talk?.open(readSession());
  },
  onCreate() {
    void wx.switchTab({ url: '/pages/create/index' });
  },

  onRetryQuota() {
    this.setData({ quotaState: 'loading' });
    void this.quota?.load();
  },
  onRise() {
    openPlans(this.quota?.current()?.recommendedPlan ?? '');
  },
  /** Says that the month is used up, by the newest reading, with the ways on. */
  async exhaust() {
    const [plans] = await Promise.all([plansForDialog(), this.quota?.load()]);
    const quota = this.quota?.current();
    if (!quota || !this.data.isUsedUp || this.isGone) return;
    const dialog = toExhausted(quota, plans);
    this.setData({ dialog }, () => this.setData({ isDialogOpen: true }));
  },
  onExhausted() {
    void this.exhaust();
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
    // Without a second button there is nothing to rise to.
    if (secondary !== '') openPlans(chosen);
  },
});
