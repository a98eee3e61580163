import type { Report } from '../../../cloudfunctions/shared/integrity/rules/report';
import { element } from '../dom';
import type { TagKind } from './parts';

/** A report as stored: the time of the check is a field of the row instead. */
export type StoredReport = Omit<Report, 'checkedAt'>;

/** The figures of one report as tiles. */
export function figures({ works, backups, users, pictures, metrics }: StoredReport): HTMLElement {
  const { completed, failed, cancelled, pending, processing } = works.byStatus;
  const days = `近 ${metrics.windowDays} 天`;
  const ended = `完成 ${grouped(completed)} · 失败 ${grouped(failed)} · 取消 ${grouped(cancelled)}`;
  const inProgress = `今日 ${grouped(works.today)} · 生成中 ${grouped(pending + processing)}`;
  const missing = pictures?.missing ?? 0;
  return element(
    'dl',
    'tiles',
    tile('作品总数', grouped(works.total), inProgress),
    tile('成功率', percent(works.successRate), ended),
    tile('用户', grouped(users.total), '全部用户'),
    tile('数据一致率', percent(metrics.consistency), '没有任何问题的用户'),
    tile(
      '待恢复备份',
      grouped(backups.waiting),
      backupWords(backups),
      backups.waiting > 0 && 'amber',
    ),
    tile('保存成功率', percent(metrics.saveSuccessRate), days),
    tile('备份触发率', percent(metrics.backupTriggerRate), days),
    ...fidelityTile(metrics.fidelity, days),
    pictures === null
      ? tile('图片缺失', '未检查', '轻量检查不核对图片')
      : tile(
          '图片缺失',
          grouped(missing),
          `已核对 ${grouped(pictures.checked)}`,
          missing > 0 && 'err',
        ),
  );
}

function tile(name: string, value: string, note: string, kind: TagKind | false = ''): HTMLElement {
  return element(
    'div',
    kind === '' || kind === false ? 'tile' : `tile tile-${kind}`,
    element('dt', '', name),
    element('dd', 'tile-value', value),
    element('dd', 'hint', note),
  );
}

/** Empty for older reports, which have no such figures. */
function fidelityTile(
  fidelity: StoredReport['metrics']['fidelity'] | undefined,
  days: string,
): HTMLElement[] {
  if (fidelity === undefined) return [];
  const { different, down, paidBack, redrawn, same } = fidelity;
  const right = same + redrawn;
  const judged = right + different + paidBack;
  const note = `${days}重画 ${grouped(redrawn)} · 退回 ${grouped(paidBack)} · 没能比对 ${grouped(down)}`;
  return [tile('与实物一致', percent(judged === 0 ? null : right / judged), note)];
}

function backupWords({ recovered, oldestWaitingHours }: StoredReport['backups']): string {
  return oldestWaitingHours === null
    ? `已恢复 ${grouped(recovered)}`
    : `最早已等 ${oldestWaitingHours.toFixed(1)} 小时 · 已恢复 ${grouped(recovered)}`;
}

export function grouped(count: number): string {
  return count.toLocaleString('zh-CN');
}

/** Rounds down, so that only a complete share shows 100.0%. */
function percent(share: number | null): string {
  return share === null ? '暂无' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
}
