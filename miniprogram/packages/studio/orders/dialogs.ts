import { noDialog } from '../../../utils/refusal';
import type { RefusalDialog, Standing } from '../../../utils/refusal';

/** Pictures of the studio have a daily limit of their own. */
export function toStudioLimitDialog(limit: number, { tier, offersPlans }: Standing): RefusalDialog {
  const dialog = {
    ...noDialog,
    title: '今日摄影和试衣已用完',
    text: `今日服装摄影和试衣已达上限（${limit}张），\n明日0点重置`,
  };
  if (tier !== 'free' || !offersPlans) return { ...dialog, primary: '知道了' };
  return { ...dialog, primary: '升级会员', secondary: '明天再来', action: 'upgrade' };
}

export function toTasksDialog(unfinished: number): RefusalDialog {
  return {
    ...noDialog,
    title: '还有任务在画',
    text: `还有 ${unfinished} 张没有完成，\n画好几张后再提交`,
    primary: '知道了',
  };
}
