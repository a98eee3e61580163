import { element, tapTarget } from '../dom';
import { notify, page, type Section } from './parts';

/** Directives for stub providers that can be put into a prompt; devtools/providers/README.md lists all of them. */
const groups: [title: string, directives: [words: string, meaning: string][]][] = [
  [
    '服务商拒绝或出错',
    [
      ['[stub:1302]', '并发超限'],
      ['[stub:1113]', '账户欠费'],
      ['[stub:1301]', '内容不合规'],
      ['[stub:status=500]', '返回 500，没有正文'],
      ['[stub:html502]', '网关返回 502 网页'],
      ['[stub:not-json]', '返回的不是 JSON'],
      ['[stub:1302x2]', '前两次并发超限，第三次成功'],
    ],
  ],
  [
    '慢与断开',
    [
      ['[stub:slow=8000]', '8 秒后才返回'],
      ['[stub:hang]', '收下请求，不回答'],
      ['[stub:cut]', '画好并计费，回答途中断开'],
      ['[stub:cut-before]', '还没开始就断开，不计费'],
    ],
  ],
  [
    '图片下载',
    [
      ['[stub:url-late=1500]', '1.5 秒后图片地址才可用'],
      ['[stub:late-503=2]', '前两次下载返回 503'],
      ['[stub:dead-url]', '图片地址始终 404'],
      ['[stub:garbage]', '下载到的不是图片'],
      ['[stub:truncated]', '只有半张图片'],
    ],
  ],
  [
    '聊天',
    [
      ['[stub:pace=400]', '每 0.4 秒一段，看回答慢慢出现'],
      ['[stub:cut-stream=3]', '三段之后断开'],
      ['[stub:sensitive]', '回答被拦截'],
      ['[stub:hang-stream=3]', '三段之后不再出声'],
    ],
  ],
];

export const palette: Section = {
  id: 'palette',
  title: '指令',
  open: () =>
    Promise.resolve(
      page(
        '指令',
        '写进画面描述或聊天内容里，模拟服务商就会照做。点一下即可复制。',
        ...groups.flatMap(([title, directives]) => [
          element('h2', 'subhead', title),
          element(
            'div',
            'palette',
            ...directives.map(([words, meaning]) => directive(words, meaning)),
          ),
        ]),
      ),
    ),
};

function directive(words: string, meaning: string): HTMLElement {
  const button = tapTarget('directive', '', () => {
    void navigator.clipboard.writeText(words).then(
      () => notify(`已复制 ${words}`, 'ok'),
      () => notify('浏览器不允许复制', 'err'),
    );
  });
  button.append(element('code', '', words), element('span', 'hint', meaning));
  return button;
}
