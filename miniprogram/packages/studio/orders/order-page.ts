import type { Guard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { dialogData, dialogHandlers } from '../../../utils/refusal-dialog';
import type { DialogPage } from '../../../utils/refusal-dialog';
import { showOrderEnd } from './submit';
import type { OrderEnd } from './submit';

type NoticeData = { notice: string; noticeAction: string };

type OrderPage = DialogPage & {
  sending: Guard;
  setData(data: NoticeData): void;
  showDialog: (typeof dialogHandlers)['showDialog'];
  /** The price has changed: `cost` is the one that the cloud asks now. */
  takePrice(cost: number): void;
  /** A photo of the order no longer exists or was refused. */
  dropPhotos(): void;
};

export const orderData = { notice: '', noticeAction: '', ...dialogData };

/** What the pages that submit a task share: the handlers for each outcome. */
export const orderHandlers = {
  ...dialogHandlers,

  async openTask(this: OrderPage, taskId: string): Promise<void> {
    try {
      await wx.navigateTo({ url: `/packages/studio/task/index?id=${taskId}&new=1` });
      this.sending.hold();
    } catch (error) {
      console.warn(error);
      this.setData({ notice: '已提交，可以去「任务」看看', noticeAction: '查看' });
    }
  },

  showEnd(this: OrderPage, end: OrderEnd): void {
    showOrderEnd(end);
    if (end.kind === 'unknown') {
      const notice = '网络断了，可能已经提交。再点一次不会重复扣费';
      this.setData({ notice, noticeAction: '查看任务' });
    }
    if (end.kind === 'price') this.takePrice(end.cost);
    if (end.kind === 'photo') this.dropPhotos();
    if (end.kind === 'dialog') this.showDialog(end.dialog);
  },

  onNotice(this: OrderPage): void {
    this.setData({ notice: '', noticeAction: '' });
    openPage('/packages/studio/tasks/index');
  },
};
