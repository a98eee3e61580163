import { element } from '../dom';
import { findRows, momentOf, showMoment } from './local';
import { empty, page, table, tag, type Section } from './parts';

const shown = 30;
const kinds = { healthy: 'ok', attention: 'amber', damaged: 'err' } as const;
const words = { healthy: '良好', attention: '需要关注', damaged: '异常' } as const;
const modes: Record<string, string> = { light: '轻量', full: '全面' };

/** The reports that the function integrityCheck has kept, the latest one in full. */
export const report: Section = {
  id: 'report',
  title: '数据完整性',
  async open() {
    const { docs } = await findRows('integrity_reports', { orderBy: '-checkedAt', limit: shown });
    const [latest] = docs;
    const hint = 'integrityCheck 每天留下的报告；现在就查：npm run check-data-integrity';
    if (latest === undefined) {
      const how = 'npm run local -- trigger integrityCheck daily';
      return page('数据完整性', hint, empty(`还没有报告。运行 ${how} 立刻检查一次`));
    }
    const list = table(
      ['时间', '检查', '状态', '告警'],
      docs
        .map((row) => [
          showMoment(momentOf(row['checkedAt']) ?? new Date(0)),
          modes[textOf(row['mode'])] ?? '',
          stateTag(row['status']),
          textOf(row['alarm']),
        ])
        .map((cells) => ({ cells })),
    );
    return page('数据完整性', hint, element('pre', 'report', textOf(latest['text'])), list);
  },
};

function stateTag(status: unknown): HTMLElement {
  const known = textOf(status);
  return known in kinds
    ? tag(words[known as keyof typeof words], kinds[known as keyof typeof kinds])
    : tag(known);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
