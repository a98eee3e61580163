import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { openPage } from '../../utils/navigation';
import { isRunning } from '../../utils/work-status';

/** The page of a work; while pictures of a task are drawn, that of the task. */
export function openWork(workId: string, work: Work | undefined): void {
  const isWaiting = work !== undefined && work.type !== 'text2img' && isRunning(work);
  if (isWaiting) openPage(`/packages/studio/task/index?id=${work.taskId}`);
  else openPage(`/packages/picture/detail/index?id=${workId}`);
}

/** Opens the page that makes works of this tab. */
export function openMaker(tab: WorkTab): void {
  if (tab === 'photography') openPage('/packages/studio/photography/index');
  else if (tab === 'fitting') openPage('/packages/studio/fitting/index');
  else void wx.switchTab({ url: '/pages/create/index' });
}
