import { element, tapTarget } from '../dom';
import { local, showValue } from './local';
import { act, editor, empty, page, table, type Section } from './parts';

type Rule = Record<string, unknown> & { fired?: number };

/** Ready-made troubles, to be changed in the editor. */
const examples: [string, Rule][] = [
  [
    '数据库写作品失败三次',
    {
      service: 'database',
      operation: 'update',
      collection: 'works',
      fault: 'fail-before',
      times: 3,
    },
  ],
  [
    '写成了但回答丢了',
    {
      service: 'database',
      operation: 'update',
      collection: 'works',
      fault: 'fail-after',
      times: 1,
    },
  ],
  [
    '绘制服务报错 500',
    {
      service: 'http',
      fault: 'reply',
      status: 500,
      body: { error: { code: '500', message: 'down' } },
      times: 3,
    },
  ],
  ['绘制服务慢 15 秒', { service: 'http', fault: 'delay', delayMs: 15_000 }],
  ['存储上传失败', { service: 'storage', fault: 'fail-before', times: 2 }],
  ['函数在第 5 次访问云时被杀', { service: 'database', nth: 5, fault: 'kill', times: 1 }],
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
          ? empty('现在一切正常')
          : table(
              ['故障', '在哪里', '已发生'],
              rules.map(({ fired = 0, fault, ...where }) => ({
                cells: [showValue(fault), showValue(where), `${fired} 次`],
              })),
            ),
      );
    };
    const save = (): Promise<boolean> =>
      act(
        async () => draw(await local<Rule[]>('PUT', 'faults', JSON.parse(field.value))),
        '故障已生效',
      );
    const add = (rule: Rule): void => {
      const rules = JSON.parse(field.value) as Rule[];
      field.value = JSON.stringify([...rules, rule], null, 2);
      void save();
    };
    draw(await local<Rule[]>('GET', 'faults'));
    return page(
      '故障',
      '让云在某处出错，看产品怎样应对。',
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
        tapTarget('action action-primary', '使规则生效', () => void save()),
        tapTarget(
          'action',
          '全部撤除',
          () => void act(async () => draw(await local<Rule[]>('DELETE', 'faults')), '故障已撤除'),
        ),
      ),
    );
  },
};
