import { element, tapTarget } from '../dom';
import { local } from './local';
import { act, editor, notify, page, tag, type Section } from './parts';
import { showDuration } from './traces';

type Definition = {
  name: string;
  timeout: number;
  memorySize: number;
  triggers: { name: string; config: string }[];
};
type Report = {
  result?: unknown;
  error?: unknown;
  durationMs: number;
  cold: boolean;
  calls: Record<string, number>;
};

/** Every function, with a form to call it as a user, and its timers. */
export const functions: Section = {
  id: 'functions',
  title: '函数',
  async open() {
    const all = await local<Definition[]>('GET', 'functions');
    const view = element('div', 'rows');
    const buttons = all.map((definition) =>
      tapTarget('collection', definition.name, () => show(definition)),
    );
    const show = (definition: Definition): void => {
      buttons.forEach((button, index) =>
        button.setAttribute('aria-current', String(all[index] === definition)),
      );
      view.replaceChildren(form(definition));
    };
    const [first] = all;
    if (first !== undefined) show(first);
    return page(
      '函数',
      '以任意用户的身份调用，或让定时器现在就运行。',
      element('div', 'split', element('nav', 'collections', ...buttons), view),
    );
  },
};

function form({ name, timeout, memorySize, triggers }: Definition): HTMLElement {
  const who = element('input', 'field');
  who.value = 'alice';
  who.setAttribute('aria-label', '用户的 openid');
  const data = editor({ action: '', data: {} });
  const answer = element('pre', 'answer');
  answer.setAttribute('aria-live', 'polite');
  const show = (report: Report): void => {
    const calls = Object.entries(report.calls).filter(([, count]) => count > 0);
    const line = calls.map(([service, count]) => `${service} ${count}`).join(' · ');
    const head = `${showDuration(report.durationMs)}${report.cold ? ' · 冷启动' : ''} · ${line}`;
    answer.textContent = `${head}\n${JSON.stringify(report.result ?? report.error, null, 2)}`;
  };
  const run = (label: string, call: () => Promise<Report>): HTMLElement =>
    tapTarget('action', label, () => {
      void act(async () => show(await call()), '已返回');
    });
  const invoke = tapTarget('action action-primary', '调用', () => {
    let input: unknown;
    try {
      input = JSON.parse(data.value);
    } catch {
      notify('不是有效的 JSON', 'err');
      return;
    }
    const body = {
      name,
      data: input,
      ...(who.value.trim() !== '' && { openid: who.value.trim() }),
    };
    void act(async () => show(await local<Report>('POST', 'invoke', body)), '已返回');
  });
  return element(
    'div',
    '',
    element('p', 'purpose', tag(`超时 ${timeout} 秒`), tag(`内存 ${memorySize} MB`)),
    element('div', 'bar', who, invoke),
    data,
    element(
      'div',
      'bar examples',
      ...triggers.map((trigger) =>
        run(`运行定时器 ${trigger.name}`, () =>
          local<Report>('POST', `trigger/${name}/${trigger.name}`),
        ),
      ),
    ),
    answer,
  );
}
