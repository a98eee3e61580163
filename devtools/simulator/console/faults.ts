import { element, tapTarget } from '../dom';
import { local, showValue } from './local';
import { act, editor, empty, page, table, type Section } from './parts';

type Rule = Record<string, unknown> & { fired?: number };

/** Example rules to load into the editor. */
const examples: [string, Rule][] = [
  [
    '更新作品失败 3 次',
    {
      service: 'database',
      operation: 'update',
      collection: 'works',
      fault: 'fail-before',
      times: 3,
    },
  ],
  [
    '更新作品成功但响应丢失',
    {
      service: 'database',
      operation: 'update',
      collection: 'works',
      fault: 'fail-after',
      times: 1,
    },
  ],
  [
    '绘图服务返回 500',
    {
      service: 'http',
      fault: 'reply',
      status: 500,
      body: { error: { code: '500', message: 'down' } },
      times: 3,
    },
  ],
  ['绘图服务延迟 15 秒', { service: 'http', fault: 'delay', delayMs: 15_000 }],
  ['文件操作失败 2 次', { service: 'storage', fault: 'fail-before', times: 2 }],
  ['函数在第 5 次访问数据库时被终止', { service: 'database', nth: 5, fault: 'kill', times: 1 }],
];

export const faults: Section = {
  id: 'faults',
  title: '故障',
  async open() {
    const list = element('div', '');
    const field = editor([]);
    const draw = (rules: Rule[]): void => {
      field.value = JSON.stringify(
        rules.map(({ fired: _fired, ...rule }) => rule),
        null,
        2,
      );
      list.replaceChildren(
        rules.length === 0
          ? empty('当前没有故障规则')
          : table(
              ['故障', '条件', '触发次数'],
              rules.map(({ fired = 0, fault, ...where }) => ({
                cells: [showValue(fault), showValue(where), `${fired} 次`],
              })),
            ),
      );
    };
    const save = (): Promise<boolean> =>
      act(
        async () => draw(await local<Rule[]>('PUT', 'faults', JSON.parse(field.value))),
        '规则已生效',
      );
    const add = (rule: Rule): void => {
      const rules = JSON.parse(field.value) as Rule[];
      field.value = JSON.stringify([...rules, rule], null, 2);
      void save();
    };
    draw(await local<Rule[]>('GET', 'faults'));
    return page(
      '故障',
      '在云端注入故障，观察产品如何应对。',
      list,
      element(
        'div',
        'bar examples',
        ...examples.map(([label, rule]) => tapTarget('action', label, () => add(rule))),
      ),
      field,
      element(
        'div',
        'bar',
        tapTarget('action action-primary', '应用规则', () => void save()),
        tapTarget(
          'action',
          '全部清除',
          () => void act(async () => draw(await local<Rule[]>('DELETE', 'faults')), '规则已清除'),
        ),
      ),
    );
  },
};
