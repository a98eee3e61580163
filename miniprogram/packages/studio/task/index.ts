import type { TaskDetail } from '../../../../cloudfunctions/shared/contracts/task';
import { getOptions } from '../../../services/ai-generate';
import { CloudError } from '../../../services/cloud';
import { refreshUser } from '../../../services/user-info';
import { getWork } from '../../../services/work-manage';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack, openPage } from '../../../utils/navigation';
import type { RefusalAction } from '../../../utils/refusal';
import { dialogData, dialogHandlers } from '../../../utils/refusal-dialog';
import { heightPercent } from '../../../utils/size';
import { createConsent } from '../orders/consent';
import type { Consent } from '../orders/consent';
import { knownUnitPrice } from '../orders/known-price';
import { noteOf, remember, rememberRange } from '../orders/remembered';
import { dialogOf } from '../orders/submit';
import { cancelTask, getScenes, retryTask } from '../service';
import { createFollow } from './follow';
import type { Follow } from './follow';
import { isEnded, typeLabel } from './state';
import { toTaskView } from './view';
import type { TaskView } from './view';

/** Most pictures are upright. They must not be cropped: the AI mark is in the lower corner. */
const usualHeightPercent = 133.33;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  task: null as TaskView | null,
  type: '',
  heightPercent: usualHeightPercent,
  isMoving: true,
  isStale: false,
  canNotify: false,
  isNotified: false,
  isCancelling: false,
  retryPrice: '',
  ...dialogData,
};

Page({
  data,
  ...dialogHandlers,

  taskId: '',
  title: '',
  follow: null as Follow | null,
  consent: null as Consent | null,
  changing: createGuard(),
  ticker: 0,
  seenAt: new Map<string, number>(),
  isWorkRead: false,

  onLoad(query: Record<string, string | undefined>) {
    this.taskId = query['id'] ?? '';
    this.changing = createGuard();
    this.seenAt = new Map();
    this.title = noteOf(this.taskId)?.title ?? '';
    this.follow = createFollow(this.taskId, {
      show: (task) => this.show(task),
      failed: (error) => this.onFailed(error),
    });
    this.consent = createConsent((canNotify) => this.setData({ canNotify }));
    void this.consent.load();
    void this.loadPrice();
  },

  onShow() {
    this.changing.release();
    this.setData({ isMoving: true });
    this.follow?.begin();
    this.ticker = setInterval(() => this.tick(), 1000);
  },
  onHide() {
    this.pause();
  },
  onUnload() {
    this.pause();
  },
  pause() {
    clearInterval(this.ticker);
    this.follow?.end();
    this.setData({ isMoving: false });
  },

  show(task: TaskDetail) {
    const now = Date.now();
    for (const { workId, state } of task.works) {
      // The phone does not know when this picture was begun: it was drawing before the page was opened.
      if (state === 'queued') this.seenAt.delete(workId);
      else if (this.data.task !== null && !this.seenAt.has(workId)) this.seenAt.set(workId, now);
    }
    const wasOpen = this.data.task !== null && !this.data.task.isEnded;
    void wx.setNavigationBarTitle({ title: typeLabel(task.type) });
    this.setData({
      state: 'ready',
      isStale: false,
      type: task.type,
      task: toTaskView(task, this.title, this.seenAt, now),
    });
    if (task.etaSeconds && task.state === 'queued') rememberRange(task.type, task.etaSeconds);
    if (!this.isWorkRead) void this.loadWork(task);
    if (wasOpen && isEnded(task)) void refreshUser();
  },

  /** Loads the subject and the ratio of the pictures; the page is usable without them. */
  async loadWork({ works: [first], taskId, type }: TaskDetail) {
    if (first === undefined) return;
    this.isWorkRead = true;
    try {
      const work = await getWork(first.workId);
      if (work.size !== '') this.setData({ heightPercent: heightPercent(work.size) });
      if (work.type !== 'photography' || this.title !== '') return;
      const scene = (await getScenes()).find(({ sceneId }) => sceneId === work.sceneId);
      if (scene === undefined) return;
      this.title = scene.name;
      remember({ taskId, title: scene.name });
      this.setData({ 'task.title': this.title || typeLabel(type) });
    } catch (error) {
      console.info('work not read', error);
    }
  },

  async loadPrice() {
    try {
      await getOptions();
    } catch (error) {
      console.info(explain(error));
    }
    const price = knownUnitPrice();
    this.setData({ retryPrice: price === null || price === 0 ? '' : `${price} 积分/张` });
  },

  /** Updates only the elapsed seconds of the pictures being drawn. */
  tick() {
    const task = this.follow?.task();
    const shown = this.data.task;
    if (!task || !shown || shown.isEnded) return;
    const { tiles } = toTaskView(task, this.title, this.seenAt, Date.now());
    const change: Record<string, string> = {};
    tiles.forEach(({ line }, place) => {
      if (line !== shown.tiles[place]?.line) change[`task.tiles[${place}].line`] = line;
    });
    if (Object.keys(change).length > 0) this.setData(change);
  },

  onFailed(error: unknown) {
    if (this.data.task !== null) {
      this.setData({ isStale: true });
      return;
    }
    const isGone = error instanceof CloudError && error.failure === 'NOT_FOUND';
    this.setData({ state: 'failed', reason: isGone ? '任务不存在，或者不是你的' : explain(error) });
  },

  onRetryLoad() {
    this.setData({ state: 'loading' });
    void this.follow?.read();
  },
  onBack() {
    goBack();
  },

  onOpen(event: WechatMiniprogram.TouchEvent<never, never, { id: string }>) {
    const { id } = event.currentTarget.dataset;
    openPage(`/packages/studio/result/index?task=${this.taskId}&work=${id}`);
  },
  onResult() {
    const first = this.data.task?.tiles.find(({ picture }) => picture !== '');
    if (first) openPage(`/packages/studio/result/index?task=${this.taskId}&work=${first.id}`);
  },
  onWorks() {
    void wx.switchTab({ url: '/pages/works/index' });
  },

  onCancel() {
    void this.changing.run(() => this.cancel());
  },
  async cancel() {
    const line = this.data.task?.cancelLine ?? '';
    if (line === '') return;
    const isSure = await confirm({
      title: '取消剩余的图片？',
      content: line,
      confirmText: '取消剩余',
      isDangerous: true,
    });
    if (!isSure) return;
    this.setData({ isCancelling: true });
    try {
      await cancelTask(this.taskId);
      await this.follow?.read();
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isCancelling: false });
    }
  },

  onAgain() {
    void this.changing.run(() => this.again());
  },
  async again() {
    const count = this.data.task?.retryCount ?? 0;
    try {
      const task = await retryTask(this.taskId, (knownUnitPrice() ?? 0) * count);
      remember({ ...noteOf(this.taskId), taskId: task.taskId, title: this.title });
      this.changing.hold();
      await wx.redirectTo({ url: `/packages/studio/task/index?id=${task.taskId}` });
    } catch (error) {
      const dialog = error instanceof CloudError ? await dialogOf(error, count) : null;
      if (dialog === null) toast(explain(error));
      else this.showDialog(dialog);
    }
  },

  onNotify() {
    void this.changing.run(async () => {
      if (await this.consent?.ask()) this.setData({ isNotified: true });
    });
  },

  leaveDialog(action: RefusalAction) {
    if (action === 'works') this.onWorks();
  },
});
