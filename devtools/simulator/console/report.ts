import { element, tapTarget } from '../dom';
import { findRows, local, momentOf, showMoment, type Row } from './local';
import { act, empty, page, table, type Section } from './parts';
import { alarmTag, modeName, reportView, statusTag } from './report-view';

const maxReports = 30;

/** The stored reports of integrityCheck; the latest one is shown in full. */
export const report: Section = {
  id: 'report',
  title: '数据完整性',
  async open() {
    const content = element('div', '');
    const load = async (): Promise<void> => {
      const { docs } = await findRows('integrity_reports', {
        orderBy: '-checkedAt',
        limit: maxReports,
      });
      content.replaceChildren(docs.length === 0 ? nothingYet() : reports(docs));
    };
    const check = tapTarget('action action-primary', '立即检查', () => {
      check.disabled = true;
      void act(async () => {
        await checkNow();
        await load();
      }, '检查完成').finally(() => (check.disabled = false));
    });
    await load();
    const hint =
      '云函数 integrityCheck 每天 04:37 检查一次，包括近八天的订单与买家的余额，周一全面检查。只检查，不修改数据。';
    return page('数据完整性', hint, element('div', 'bar', check), content);
  },
};

function nothingYet(): HTMLElement {
  return empty('还没有报告，点击「立即检查」生成第一份');
}

/** Runs the daily timer; a failed check returns no result. */
async function checkNow(): Promise<void> {
  const { result } = await local<{ result?: unknown }>('POST', 'trigger/integrityCheck/daily');
  if (result === undefined || result === null) throw new Error('检查未完成，原因见「日志」');
}

function reports(docs: Row[]): HTMLElement {
  const view = element('div', '');
  const list = history(docs, (index) => {
    open(index);
    view.scrollIntoView();
  });
  const open = (index: number): void => {
    view.replaceChildren(reportView(docs[index] ?? {}));
    list
      .querySelectorAll('tbody tr')
      .forEach((row, position) => row.setAttribute('aria-current', String(position === index)));
  };
  open(0);
  return element('div', 'reports', view, element('h2', '', '历次报告'), list);
}

function history(docs: Row[], onOpen: (index: number) => void): HTMLElement {
  const list = table(
    ['时间', '检查', '状态', '告警'],
    docs.map((row, index) => ({
      cells: [
        showMoment(momentOf(row['checkedAt']) ?? new Date(0)),
        modeName(row['mode']),
        statusTag(row['status']),
        alarmTag(row['alarm']),
      ],
      onOpen: () => onOpen(index),
    })),
  );
  list.classList.add('history');
  return list;
}
