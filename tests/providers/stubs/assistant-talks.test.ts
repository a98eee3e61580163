import { parseAnswer, systemPrompt } from '../../../cloudfunctions/shared/domain/chat/prompt';
import type { PictureProposal } from '../../../cloudfunctions/shared/domain/chat/prompt';
import { answerTo } from '../../../devtools/providers/assistant/answer';
import type { Turn } from '../../../devtools/providers/assistant/answer';
import { examples } from '../../../miniprogram/packages/chat/talk/view';
import sizes from '../../../database-templates/sizes.json';
import styles from '../../../database-templates/styles.json';

const choices = {
  styles: styles.seed.map(({ _id: id, name }) => ({ id, name })),
  sizes: sizes.seed.map(({ _id: id, ratio }) => ({ id, ratio })),
};

type Answer = { text: string; proposal: PictureProposal | undefined };

/** All answers of a conversation, as the chat page would show them. */
function talk(...said: string[]): Answer[] {
  const turns: Turn[] = [{ role: 'system', text: systemPrompt(choices) }];
  return said.map((text) => {
    turns.push({ role: 'user', text });
    const answer = answerTo(turns);
    turns.push({ role: 'assistant', text: answer });
    const parsed = parseAnswer(answer, choices, true);
    expect(parsed.text).not.toBe('');
    return { text: parsed.text, proposal: parsed.proposal };
  });
}

const last = (...said: string[]): Answer => talk(...said).at(-1) as Answer;
const prompts = (...said: string[]): string[] =>
  talk(...said).map(({ proposal }) => proposal?.prompt ?? '');

describe('a whole talk', () => {
  it('goes from a greeting to a picture that is changed four times', () => {
    const [hello, first, calm, without, watercolour, lamp] = talk(
      '你好',
      '把「想家」画成一个画面',
      '再安静一点',
      '不要人',
      '换成水彩',
      '加一盏灯笼',
    );

    expect(hello?.proposal).toBeUndefined();
    expect(first?.proposal?.prompt).toMatch(/^想家，.*(?:站台|厨房)/);
    expect(calm?.proposal?.prompt).toBe(`${first?.proposal?.prompt}，静谧`);
    expect(without?.proposal?.prompt).not.toContain('人');
    expect(watercolour?.proposal).toMatchObject({
      styleName: '水彩',
      prompt: without?.proposal?.prompt,
    });
    expect(lamp?.proposal).toMatchObject({
      prompt: `一盏灯笼，${watercolour?.proposal?.prompt}`,
      styleName: '水彩',
      ratio: first?.proposal?.ratio,
    });
    expect(lamp?.text).toContain('在「想家」上接着改：一盏灯笼');
  });

  it('leads a newcomer without words to a picture', () => {
    const [help, unclear, first, approved, thanked] = talk(
      '你能做什么？',
      '手机壁纸',
      '海边的灯塔',
      '好的',
      '谢谢',
    );

    expect(help?.text).toContain('加一样东西');
    expect([help, unclear].map((answer) => answer?.proposal)).toEqual([undefined, undefined]);
    expect(unclear?.text).toContain('？');
    expect(first?.proposal).toMatchObject({
      prompt: expect.stringMatching(/^海边的灯塔，/) as string,
      ratio: '9:16',
    });
    expect(approved?.text).toContain('「海边的灯塔」就这样定了');
    expect(thanked?.text).toContain('「海边的灯塔」');
  });

  it('is the same each time', () => {
    const said = ['给猫画一张生日贺卡，要温暖一点', '换一个', '再亮一点', '换个风格'];

    expect(talk(...said)).toEqual(talk(...said));
  });
});

describe('the suggestions of the chat page', () => {
  it.each(examples)('%s', (example) => {
    const { text, proposal } = last(example);

    expect(proposal?.prompt).not.toMatch(/[「」]|把|画成|嫦娥|玉兔/);
    expect(text).not.toContain('接着改');
    expect(proposal?.style).not.toBe('');
    expect(proposal?.size).not.toBe('');
  });

  it('are new pictures after another one', () => {
    expect(last('一只橘猫', '把「想家」画成一个画面').text).toContain(
      '刚才的「一只橘猫」先放着，来看「想家」。',
    );
  });
});

describe('an unclear wish', () => {
  it.each(['好看的', '画一张壁纸', '安静一点', '画画'])('is asked about: %s', (text) => {
    expect(last(text)).toMatchObject({
      text: expect.stringContaining('最先看见的是什么') as string,
      proposal: undefined,
    });
  });

  it('is asked about once', () => {
    expect(last('画一张壁纸', '好看的').proposal?.prompt).toBeTruthy();
  });

  it('keeps its mood for the answer', () => {
    expect(last('安静一点', '一只橘猫').proposal?.prompt).toMatch(/^一只橘猫，.*静谧$/);
  });

  it('changes the current picture', () => {
    const [before, after] = talk('一只橘猫', '手机壁纸');

    expect(after?.proposal).toMatchObject({ prompt: before?.proposal?.prompt, ratio: '9:16' });
  });
});

describe('a change', () => {
  it.each([
    ['换成一只狗', /^一只狗，/],
    ['把橘猫换成黑猫', /^一只黑猫，/],
    ['把橘猫换成白色的', /^一只白色的橘猫，/],
    ['换成雪天', /^一只橘猫，/],
    ['再来一个', /^一只橘猫，/],
  ])('%s takes the place of what it names', (text, expected) => {
    const [before, after] = prompts('一只橘猫', text);

    expect(after).toMatch(expected);
    expect(after).not.toBe(before);
  });

  it.each([
    ['再暗一点', '更暗'],
    ['太暗了', '光线明亮'],
    ['不要太乱', '构图简洁'],
    ['雪再大一点', '雪更大'],
    ['人少一点', '人更少'],
    ['换个颜色', '冷色调'],
    ['要温暖一点的', '温暖治愈'],
  ])('%s keeps the picture and adds %s', (text, words) => {
    const [before, after] = prompts('一只橘猫', text);

    expect(after).toBe(`${before}，${words}`);
  });

  it('of only the style replaces the style', () => {
    const [before, after] = talk('一只橘猫', '换个风格');

    expect(after?.proposal?.prompt).toBe(before?.proposal?.prompt);
    expect(after?.proposal?.style).not.toBe(before?.proposal?.style);
  });

  it('does not take the style that is not wanted', () => {
    const [before, after] = talk('一只橘猫', '不要水彩');

    expect(after?.proposal?.style).toBe(before?.proposal?.style);
  });

  it('is about the new subject from then on', () => {
    expect(last('一只橘猫', '换成一只狗', '再安静一点').text).toContain('在「一只狗」上接着改');
  });

  it('also applies to an idea of the assistant', () => {
    const [, idea, changed] = prompts('你好', '没灵感，随便推荐一个', '加一盏红灯笼');

    expect(changed).toBe(`一盏红灯笼，${idea}`);
  });

  it('always leaves something to draw', () => {
    const { proposal } = last('一只橘猫', '不要橘猫', '不要窗', '不要光', '不要影');

    expect(proposal?.prompt.length).toBeGreaterThan(3);
  });
});

it('remembers pictures, and no greetings', () => {
  const { text } = last('你好', '海边的灯塔', '谢谢', '还记得我前面说了什么吗');

  expect(text).toContain('你先说了「海边的灯塔」。');
  expect(last('你好', '一只橘猫').text).not.toContain('「你好」');
});

it('takes a new subject when the user asks for one', () => {
  expect(last('一只橘猫', '换个话题，画海边的灯塔').proposal?.prompt).toMatch(/^海边的灯塔，/);
});
