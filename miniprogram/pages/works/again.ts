import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import { begin } from '../../services/generation';
import { toast } from '../../utils/dialog';
import { fillDraft } from '../../utils/draft';
import type { Guard } from '../../utils/guard';
import { openPage } from '../../utils/navigation';
import { needsEdit } from '../../utils/work-status';

/** Sends the input of a failed work as a new request; refused input goes back into the composer. */
export function drawAgain(work: Work, guard: Guard): void {
  // Other works belong to a task; its page explains each failure and can retry.
  if (work.type !== 'text2img') {
    openPage(`/packages/studio/task/index?id=${work.taskId}`);
    return;
  }
  const { prompt, character, style, emotion, size, quality } = work;
  const input = { prompt, character, style, emotion, size, quality };
  if (needsEdit(work.errorCode)) {
    fillDraft(input);
    void wx.switchTab({ url: '/pages/create/index' });
    return;
  }
  // Held until the page is shown again: a second tap may arrive while the result page opens.
  void guard.run(async () => {
    const { requestId } = begin({ ...input, mode: 'single' });
    try {
      await wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
      guard.hold();
    } catch (error) {
      console.warn(error);
      toast('正在绘制，完成后会出现在这里');
    }
  });
}
