import type { Task, TaskDetail } from '../../../../cloudfunctions/shared/contracts/task';
import { getOptions } from '../../../services/ai-generate';
import { delay } from '../../../services/delay';
import { watchOwn } from '../../../services/watch';
import type { Watch } from '../../../services/watch';
import { confirm, explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { createPagedList } from '../../../utils/paged-list';
import type { ListView, PagedList } from '../../../utils/paged-list';
import { createConsent } from '../orders/consent';
import type { Consent } from '../orders/consent';
import { knownUnitPrice } from '../orders/known-price';
import { noteOf, remember } from '../orders/remembered';
import { cancelTask, getTask, listTasks, nudgeQueue, retryTask } from '../service';
import { isEnded } from '../task/state';
import { toTaskCard } from './view';
import type { TaskCard } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const pollMs = 3000;
const nudgeMs = 2000;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  notice: '',
  cards: [] as TaskCard[],
  isEmpty: false,
  canNotify: false,
  isLoadingMore: false,
};

Page({
  data,

  list: null as PagedList<Task> | null,
  /** The tasks with their pictures, by id: the list has no picture addresses. */
  details: new Map<string, TaskDetail>(),
  reading: new Set<string>(),
  watch: null as Watch | null,
  consent: null as Consent | null,
  changing: createGuard(),
  cancelNudge: (): void => undefined,
  isVisible: false,

  onLoad() {
    this.changing = createGuard();
    this.details = new Map();
    this.reading = new Set();
    this.list = createPagedList<Task>({
      read: async (cursor) => {
        const { tasks: rows, nextCursor } = await listTasks(cursor);
        return { rows, nextCursor };
      },
      id: ({ taskId }) => taskId,
      show: (listed) => this.show(listed),
      failed: (error) => this.onFailed(explain(error)),
      loadingMore: (isLoadingMore) => this.setData({ isLoadingMore }),
    });
    this.consent = createConsent((canNotify) => this.setData({ canNotify }));
    void this.consent.load();
    // The retry button shows a price, which comes with the options.
    getOptions().catch((error: unknown) => console.info(explain(error)));
  },

  onShow() {
    this.isVisible = true;
    this.changing.release();
    void this.list?.reload();
    const refresh = () => void this.list?.refresh(merge);
    this.watch = watchOwn('task_queue', {}, { onRows: refresh, poll: refresh, maxWaitMs: pollMs });
    void this.nudge();
  },
  onHide() {
    this.pause();
  },
  onUnload() {
    this.pause();
    this.list?.clear();
  },
  pause() {
    this.isVisible = false;
    this.cancelNudge();
    this.watch?.close();
    this.watch = null;
  },

  /** Nudges the queue while a task is open. */
  async nudge() {
    if (this.tasks().some((task) => !isEnded(task))) {
      try {
        await nudgeQueue();
      } catch (error) {
        console.info('not nudged', error);
      }
    }
    if (this.isVisible) this.cancelNudge = delay(() => void this.nudge(), nudgeMs);
  },

  tasks(): Task[] {
    return this.list?.rows() ?? [];
  },

  show({ rows }: ListView<Task>) {
    this.showCards(rows);
    for (const task of rows) {
      const known = this.details.get(task.taskId);
      if (known?.updatedAt !== task.updatedAt) void this.loadDetail(task.taskId);
    }
  },

  showCards(tasks: Task[]) {
    const now = Date.now();
    const cards = tasks.map((task) =>
      toTaskCard(task, this.details.get(task.taskId) ?? null, noteOf(task.taskId), now),
    );
    this.setData({ state: 'ready', notice: '', cards, isEmpty: cards.length === 0 });
  },

  async loadDetail(taskId: string) {
    if (this.reading.has(taskId)) return;
    this.reading.add(taskId);
    try {
      this.details.set(taskId, await getTask(taskId));
      this.showCards(this.tasks());
    } catch (error) {
      console.info('task not read', error);
    } finally {
      this.reading.delete(taskId);
    }
  },

  onFailed(reason: string) {
    void wx.stopPullDownRefresh();
    if (this.tasks().length > 0) this.setData({ notice: '网络不可用，正在显示上次的内容' });
    else this.setData({ state: 'failed', reason });
  },

  async reload() {
    await this.list?.reload();
    void wx.stopPullDownRefresh();
  },
  onPullDownRefresh() {
    void this.reload();
  },
  onReachBottom() {
    void this.list?.more();
  },
  onRetry() {
    this.setData({ state: 'loading' });
    void this.reload();
  },

  onNotify() {
    void this.changing.run(async () => {
      await this.consent?.ask();
    });
  },

  onOpen(event: Tap) {
    openPage(`/packages/studio/task/index?id=${event.currentTarget.dataset.id}`);
  },
  onStart() {
    openPage('/packages/studio/photography/index');
  },

  onAct(event: Tap) {
    const task = this.tasks().find(({ taskId }) => taskId === event.currentTarget.dataset.id);
    if (!task) return;
    void this.changing.run(() => (isEnded(task) ? this.again(task) : this.cancel(task)));
  },

  async cancel({ taskId, reserved }: Task) {
    const isSure = await confirm({
      title: '取消这个任务？',
      content: reserved > 0 ? `还没有开始，${reserved} 积分会退回` : '还没有开始，不计次数',
      confirmText: '取消任务',
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await cancelTask(taskId);
    } catch (error) {
      toast(explain(error));
    }
    await this.list?.reload();
  },

  async again({ taskId, total, done }: Task) {
    try {
      const task = await retryTask(taskId, (knownUnitPrice() ?? 0) * (total - done));
      const note = noteOf(taskId);
      if (note !== null) remember({ ...note, taskId: task.taskId });
      this.changing.hold();
      await wx.navigateTo({ url: `/packages/studio/task/index?id=${task.taskId}` });
    } catch (error) {
      toast(explain(error));
    }
  },
});

/** Page one was read again; older tasks stay in the list. */
function merge(tasks: Task[], firstPage: Task[]): Task[] {
  const fresh = new Set(firstPage.map(({ taskId }) => taskId));
  const oldest = firstPage[firstPage.length - 1]?.createdAt ?? '';
  return [
    ...firstPage,
    ...tasks.filter(({ taskId, createdAt }) => !fresh.has(taskId) && createdAt < oldest),
  ];
}
