import { explainInvalidInput } from '../../miniprogram/services/invalid-input';
import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

type Row = [what: string, name: string, action: string, data: object, sentence: string];

const adjustCredits = { userId: 'user_x', amount: 1, reason: '补偿', requestId: 'q' };
const adjust = { ...{ userId: 'user_x', feature: 'image_daily' }, reason: '补', requestId: 'q' };

function nickname(what: string, value: unknown, sentence: string): Row[] {
  const data = { nickname: value };
  return [
    [what, 'login', 'wxLogin', data, sentence],
    [what, 'userInfo', 'updateUserInfo', data, sentence],
  ];
}

const rows: Row[] = [
  ...nickname('nothing', '', '昵称不能为空'),
  ...nickname('spaces', '   ', '昵称不能为空'),
  ...nickname('21 characters', '猫'.repeat(21), '昵称不能超过 20 个字'),
  ...nickname('characters without width', '\u200b\u200d', '昵称没有可见的文字'),
  ...nickname('a line break', '小\n明', '昵称不能换行'),
  ...nickname('a carriage return', '小\r明', '昵称不能换行'),
  ...nickname('a tab', '小\t明', '昵称含有不能显示的字符'),
  ...nickname('a control character', '小\u0007明', '昵称含有不能显示的字符'),
  ...nickname('an override of the direction', '\u202e小明', '昵称含有不能显示的字符'),
  ...nickname('half an emoji', '小\ud83d', '昵称含有不能显示的字符'),
  ...nickname('a number', 5, '昵称类型不对'),
  ['spaces', 'aiGenerate', 'generate', { requestId: 'q', prompt: ' \n' }, '描述不能为空'],
  ['an escape', 'chat', 'send', { messageId: 'm', text: '\u001b猫' }, '内容含有不能显示的字符'],
  ['a line break', 'chat', 'rename', { sessionId: 's', title: '题\n目' }, '名称不能换行'],
  ['no title', 'workManage', 'updateWork', { workId: 'w' }, '名称没有填写'],
  ['half a work', 'quota', 'adjust', { ...adjust, value: 1.5 }, '额度应为整数'],
  ['less than nothing', 'quota', 'adjust', { ...adjust, value: -1 }, '额度不能小于 0'],
  ['a bad date', 'quota', 'adjust', { ...adjust, value: 1, expiresAt: '明天' }, '到期日格式不对'],
];

describe('a refused input', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('ann', { userType: 'admin' });
  });
  afterAll(() => studio.close());

  const refuse = async (name: string, action: string, data: object) => {
    const report = await studio.cloud.report(name, { action, data }, 'ann');
    const { details } = ('result' in report ? report.result : report.error) as {
      details: { field: string; problem: string };
    };
    return details;
  };

  it.each(rows)('that is %s says why: %s %s', async (_what, name, action, data, sentence) => {
    expect(explainInvalidInput(await refuse(name, action, data))).toBe(sentence);
  });

  it('says what is wrong with a field that no page fills in', async () => {
    const cases: [name: string, action: string, data: object, problem: string][] = [
      ['userInfo', 'adjustCredits', { ...adjustCredits, amount: 2_000_000 }, '不能大于 1000000'],
      [
        ...(['userInfo', 'adjustCredits', { ...adjustCredits, requestId: 'a b' }] as const),
        '只能用字母、数字和 . : _ -',
      ],
      ['workManage', 'getWorks', { cursor: 'made up' }, '已失效，请从头加载'],
    ];
    for (const [name, action, data, problem] of cases) {
      expect(await refuse(name, action, data)).toMatchObject({ problem });
    }
  });
});
