import { element, tapTarget } from '../dom';
import { local } from './local';
import { empty, tag } from './parts';
import { matches, showDuration, toTraces, type Log, type Step, type Trace } from './traces';

const maxRows = 200;
const pollMs = 2000;

/**
 * The live log: one row per trace, newest first, whose steps expand in place. New rows are added only while nothing is
 * expanded and the list is scrolled to its top, so that nothing moves while it is being read.
 */
export function traceList({ search = '' } = {}): HTMLElement {
  const rows = element('div', 'traces');
  const open = new Set<string>();
  let traces: Trace[] = [];
  let waiting = 0;
  let isPaused = false;
  let wanted = search;

  const follow = tapTarget('follow', '● 跟随最新', () => {
    isPaused = !isPaused;
    if (!isPaused) open.clear();
    void load(true);
  });
  const filter = element('input', 'field');
  filter.type = 'search';
  filter.value = search;
  filter.placeholder = '搜函数、动作、追踪号或内容';
  filter.setAttribute('aria-label', '筛选日志');
  filter.addEventListener('input', () => {
    wanted = filter.value;
    draw();
  });

  async function load(isForced = false): Promise<void> {
    const next = toTraces(await local<Log[]>('GET', 'logs'));
    const isHeld = isPaused || open.size > 0 || rows.scrollTop > 40;
    waiting = next.filter(({ id }) => !traces.some((known) => known.id === id)).length;
    if (!isHeld || isForced || traces.length === 0) {
      traces = next;
      waiting = 0;
      draw();
    }
    follow.textContent =
      waiting > 0
        ? `${waiting} 条新记录`
        : isPaused
          ? '继续'
          : isHeld
            ? '已停在这里'
            : '● 跟随最新';
    follow.setAttribute('aria-pressed', String(!isPaused));
  }

  function draw(): void {
    const shown = traces.filter((trace) => matches(trace, wanted)).slice(0, maxRows);
    rows.replaceChildren(
      ...(shown.length === 0
        ? [empty('没有匹配的记录')]
        : shown.flatMap((trace) => traceRow(trace))),
    );
  }

  function traceRow(trace: Trace): HTMLElement[] {
    const isOpen = open.has(trace.id);
    const row = tapTarget('trace', '', () => {
      if (isOpen) open.delete(trace.id);
      else open.add(trace.id);
      const top = rows.scrollTop;
      draw();
      rows.scrollTop = top;
      rows.querySelector<HTMLElement>(`[data-trace="${CSS.escape(trace.id)}"]`)?.focus();
    });
    row.dataset.trace = trace.id;
    row.setAttribute('aria-expanded', String(isOpen));
    row.append(
      element('span', 'trace-time', showTime(trace.startedAt)),
      trace.root.isFailed || trace.steps.some(({ isFailed }) => isFailed)
        ? tag('失败', 'err')
        : tag('完成', 'ok'),
      element(
        'span',
        'trace-what',
        element('strong', '', trace.root.title),
        ` ${trace.root.detail}`,
      ),
      element('span', 'trace-who', trace.root.who),
      element('span', 'trace-ms', showDuration(trace.ms)),
    );
    return isOpen ? [row, waterfall(trace)] : [row];
  }

  rows.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const all = [...rows.querySelectorAll<HTMLElement>('.trace')];
    const next = all[all.indexOf(document.activeElement as HTMLElement) + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  const box = element(
    'section',
    'card log-card',
    element('div', 'card-head', element('h2', '', '实时日志'), follow, filter),
    rows,
  );
  void load();
  const timer = setInterval(() => {
    if (box.isConnected) void load().catch(() => undefined);
    else clearInterval(timer);
  }, pollMs);
  return box;
}

/** The steps of a trace on a common time scale. */
function waterfall({ id, steps, startedAt, ms }: Trace): HTMLElement {
  const span = Math.max(1, ms);
  const share = (value: number): string => `${((value / span) * 100).toFixed(2)}%`;
  const bar = (step: Step): HTMLElement => {
    const line = element('i', `bar-${step.isFailed ? 'failed' : step.kind}`);
    line.style.left = share(step.startedAt - startedAt);
    line.style.width = share(step.ms);
    return line;
  };
  return element(
    'div',
    'waterfall',
    element('p', 'hint', `追踪 ${id}，${steps.length} 步，共 ${showDuration(ms)}`),
    ...steps.map((step) =>
      element(
        'div',
        `step step-${step.kind}`,
        element('span', 'step-title', step.title),
        element('span', 'step-bar', bar(step)),
        element('span', 'trace-ms', step.ms > 0 ? showDuration(step.ms) : ''),
        element('span', 'step-detail', step.detail),
      ),
    ),
  );
}

function showTime(at: number): string {
  const time = new Date(at).toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour12: false,
  });
  return `${time}.${
    String(at % 1000)
      .split('.')[0]
      ?.padStart(3, '0') ?? ''
  }`;
}
