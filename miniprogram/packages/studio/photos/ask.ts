import { confirm } from '../../../utils/dialog';
import type { Refusal } from './picking';

/** Asks what to do about a refused photo; null when the user cancels. */
export async function askAbout({
  hints,
  reason,
  canUse,
}: Refusal): Promise<'other' | 'this' | null> {
  const lines = hints.map(({ title, advice }) => `${title}，${advice}`);
  const content = [reason, ...lines].filter((line) => line !== '').join('\n');
  const { confirm: isOther } = await wx.showModal({
    title: '这张还不能用',
    content: `${content}\n没有提交，也没有扣积分`,
    confirmText: '换一张',
    cancelText: canUse ? '仍用这张' : '取消',
  });
  if (isOther) return 'other';
  return canUse ? 'this' : null;
}

export function confirmPersonRemoval(): Promise<boolean> {
  return confirm({
    title: '删除这张人物照？',
    content: '照片会从云端删除，用到它的进行中任务会停止，积分退回',
    confirmText: '删除',
    isDangerous: true,
  });
}
