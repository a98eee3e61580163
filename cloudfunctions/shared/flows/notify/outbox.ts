import { queueMessage } from '../../data/notify/messages';
import type { Transaction } from '../../data/core/database';
import { taskMessageId, tellAfterMs } from '../../domain/notify/message';
import type { MessageWords } from '../../domain/notify/message';

/** The facts about a task that a message uses. */
export type EndedTask = {
  id: string;
  userId: string;
  openid: string;
  type: 'photography' | 'fitting';
  state: string;
  done: number;
  total: number;
  endedAt?: Date | undefined;
  updatedAt: Date;
};

/**
 * Runs in the transaction that ends a task: queues one message, 20 seconds later, unless the owner sees the end before. No
 * message for a task that its owner cancelled before anything was delivered.
 */
export async function tellTaskEnded(transaction: Transaction, task: EndedTask): Promise<void> {
  if (task.state === 'cancelled') return;
  const createdAt = task.endedAt ?? task.updatedAt;
  await queueMessage(transaction, {
    ...{ id: taskMessageId(task.id), userId: task.userId, openid: task.openid, taskId: task.id },
    ...{ template: 'taskEnded', words: wordsOf(task), createdAt },
    dueAt: new Date(createdAt.getTime() + tellAfterMs),
  });
}

function wordsOf({ type, done, total }: EndedTask): MessageWords {
  const title = type === 'photography' ? '服装摄影' : '虚拟试衣';
  if (done === total) return { title, result: '已完成', tip: `${total} 张图片已存入作品` };
  if (done > 0) return { title, result: '部分完成', tip: `${done} 张已完成，其余已退回` };
  return { title, result: '未完成', tip: '没有成功，次数和积分已退回' };
}
