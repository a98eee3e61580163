import { element } from '../dom';
import { findRows, momentOf, showMoment, showValue, type Row } from './local';
import { editor, empty, openDrawer, page, table, tag, type Section, type TagKind } from './parts';

const types: Record<string, string> = { photography: '服装摄影', fitting: '虚拟试衣' };
const states: Record<string, [name: string, kind: TagKind]> = {
  queued: ['排队中', ''],
  running: ['绘制中', 'amber'],
  accepted: ['已受理', 'amber'],
  arrived: ['已画好', 'amber'],
  checked: ['已检查', 'amber'],
  done: ['完成', 'ok'],
  completed: ['完成', 'ok'],
  partial: ['部分完成', 'amber'],
  failed: ['失败', 'err'],
  cancelled: ['已取消', ''],
  dead: ['死信', 'err'],
};

export const taskName = (row: Row): string => {
  const type = showValue(row['type']);
  return `${types[type] ?? type} · ${showValue(row['_id']).slice(-6)}`;
};

export function stateTag(state: unknown): HTMLElement {
  const [name, kind] = states[showValue(state)] ?? [showValue(state), ''];
  return tag(name, kind);
}

/** Tasks of the studio, their jobs with leases, and dead jobs. */
export const tasks: Section = {
  id: 'tasks',
  title: '任务',
  async open() {
    const [queue, jobs] = await Promise.all([
      findRows('task_queue', { orderBy: '-createdAt', limit: 100 }),
      findRows('task_jobs', { orderBy: '-updatedAt', limit: 200 }),
    ]);
    const dead = jobs.docs.filter(({ state }) => state === 'dead');
    return page(
      '任务',
      '摄影与试衣的任务、每张图的租约和死信。点任意一行看完整记录。',
      element('h2', 'subhead', '任务'),
      rowsOf(queue.docs, ['任务', '状态', '进度', '预扣', '已用', '已退回', '提交时间'], (row) => [
        taskName(row),
        stateTag(row['state']),
        `${showValue(row['done'])}/${showValue(row['total'])}`,
        ...['reserved', 'spent', 'refunded'].map((field) => showValue(row[field])),
        showValue(row['createdAt']),
      ]),
      element('h2', 'subhead', '每张图与租约'),
      rowsOf(
        jobs.docs,
        ['编号', '状态', '尝试', '持有者', '租约到', '下次', '最近的错误'],
        (row) => [
          showValue(row['_id']).slice(-8),
          stateTag(row['state']),
          `${showValue(row['attempts'])} 次`,
          showValue(row['leaseHolder']).slice(0, 12),
          momentText(row['leaseUntil']),
          momentText(row['dueAt']),
          showValue(row['lastError']),
        ],
      ),
      element('h2', 'subhead', `死信 ${dead.length}`),
      rowsOf(dead, ['编号', '任务', '尝试', '错误码', '最近的错误'], (row) => [
        showValue(row['_id']).slice(-8),
        showValue(row['taskId']).slice(-6),
        `${showValue(row['attempts'])} 次`,
        showValue(row['errorCode']),
        showValue(row['lastError']),
      ]),
    );
  },
};

function rowsOf(rows: Row[], head: string[], cells: (row: Row) => (Node | string)[]): HTMLElement {
  if (rows.length === 0) return empty('没有');
  return table(
    head,
    rows.map((row) => ({
      cells: cells(row),
      onOpen: () => {
        const field = editor(row);
        field.readOnly = true;
        openDrawer(showValue(row['_id']), field, []);
      },
    })),
  );
}

function momentText(value: unknown): string {
  const moment = momentOf(value);
  return moment === undefined ? '' : showMoment(moment);
}
