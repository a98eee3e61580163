import type { CloudCall, PageStats } from '../runtime/phone/stats';
import type { Workshop } from '../runtime/main';
import { element } from '../dom';
import type { Phone } from './phone';

const maxRows = 60;

/** Shows the app's calls with their outcomes, the data sent to its views, and differences from a phone. */
export function createInspector(phone: Phone): HTMLElement {
  const route = element('div', 'route', '…');
  const pages = element('div', 'page-stats');
  const calls = element('div', 'calls');
  const notes = element('div', 'notes');
  notes.hidden = true;
  let isDrawn = false;

  phone.onLoad((workshop) => {
    const redraw = (): void => {
      // Draw once for all changes within a frame.
      if (isDrawn) return;
      isDrawn = true;
      requestAnimationFrame(() => {
        isDrawn = false;
        draw(workshop);
      });
    };
    workshop.onStatsChange(redraw);
    workshop.onPageChange(redraw);
    redraw();
  });

  function draw({ stats, pages: stack }: Workshop): void {
    route.textContent = stack.join('  ›  ');
    pages.replaceChildren(
      ...Object.entries(stats.pages).map(([name, page]) => pageRow(name, page)),
    );
    const all = [...stats.warnings, ...stats.missingApis.map((name) => `${name} 未实现`)];
    notes.hidden = all.length === 0;
    notes.replaceChildren(
      element('h2', 'panel-title', '与真机不同'),
      ...[...new Set(all)].map((text) => element('p', 'note', text)),
    );
    calls.replaceChildren(
      ...(stats.cloudCalls.length === 0
        ? [element('p', 'hint', '还没有云调用')]
        : stats.cloudCalls.slice(-maxRows).reverse().map(callRow)),
    );
  }

  return element(
    'aside',
    'inspector',
    notes,
    element('h2', 'panel-title', '页面栈'),
    route,
    element('h2', 'panel-title', '云调用'),
    calls,
    element('h2', 'panel-title', 'setData'),
    pages,
  );
}

const kindNames = {
  upload: '上传文件',
  download: '下载文件',
  'temp-urls': '获取临时链接',
  delete: '删除文件',
  database: '数据库',
} satisfies Record<Exclude<CloudCall['kind'], 'function'>, string>;

function callRow({ kind, name, action, durationMs, code, error }: CloudCall): HTMLElement {
  const isBad = error !== undefined || (typeof code === 'number' && code >= 400);
  const state = durationMs === undefined ? 'amber' : isBad ? 'err' : 'ok';
  const label = kind === 'function' ? (action ?? name) : (action ?? kindNames[kind]);
  const row = element(
    'div',
    'call',
    element('span', `tag tag-${state}`, durationMs === undefined ? '…' : String(code ?? 0)),
    element('span', 'call-name', label),
    element('span', 'call-function', name),
    element('span', 'call-time', durationMs === undefined ? '' : `${durationMs} ms`),
  );
  if (error !== undefined) row.title = error;
  return row;
}

function pageRow(
  route: string,
  { setDataCalls, maxSetDataBytes, peakSetDataPerSecond, largestKeys }: PageStats,
): HTMLElement {
  const row = element(
    'div',
    'page-row',
    element('span', 'page-name', route),
    element(
      'span',
      'hint',
      `${setDataCalls} 次，最大 ${(maxSetDataBytes / 1024).toFixed(1)} KB，峰值 ${peakSetDataPerSecond} 次/秒`,
    ),
  );
  row.title = `最大的一次：${largestKeys.join('、')}`;
  return row;
}
