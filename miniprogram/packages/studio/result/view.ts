import type { TaskDetail, TaskPicture } from '../../../../cloudfunctions/shared/contracts/task';
import { joined } from '../../../utils/names';
import { priceLabel } from '../../../utils/price';
import { clockTime } from '../../../utils/time';

export type ResultView = {
  workId: string;
  picture: string;
  title: string;
  line: string;
  label: string;
  /** For a picture that may differ from the garment: whether credits came back. Otherwise empty. */
  doubt: string;
  refund: string;
};

export function toResult(task: TaskDetail, work: TaskPicture, title: string): ResultView {
  const place = task.works.findIndex(({ workId }) => workId === work.workId) + 1;
  const name = task.type === 'photography' ? `第 ${place} 张` : '试衣结果';
  return {
    workId: work.workId,
    picture: work.imageUrl,
    title: title || name,
    line: joined(clockTime(task.endedAt ?? task.updatedAt), '已存入作品'),
    label: `${title || name}，AI 生成`,
    doubt: work.hasDoubt ? '已免费重画一次，仍有差别。请和原图对一下颜色、花纹和细节' : '',
    refund: work.refundedCredits > 0 ? `已退回 ${priceLabel(work.refundedCredits)}` : '',
  };
}
