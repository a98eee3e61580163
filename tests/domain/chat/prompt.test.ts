import fc from 'fast-check';
import { aiGenerate } from '../../../cloudfunctions/shared/contracts/aiGenerate';
import { answerTextOf } from '../../../cloudfunctions/shared/domain/chat/answer-text';
import {
  composeAnswer,
  parseAnswer,
  systemPrompt,
} from '../../../cloudfunctions/shared/domain/chat/prompt';
import sizes from '../../../database-templates/sizes.json';
import styles from '../../../database-templates/styles.json';

const choices = {
  styles: styles.seed.map(({ _id: id, name }) => ({ id, name })),
  sizes: sizes.seed.map(({ _id: id, ratio }) => ({ id, ratio })),
};
const whole = (text: string) => parseAnswer(text, choices, true);
const soFar = (text: string) => parseAnswer(text, choices, false);
const cabin = {
  prompt: '雪夜山屋，月光照亮屋顶',
  style: 'picture-book',
  styleName: '绘本',
  size: '864x1152',
  ratio: '3:4',
};
const block = '【画面】雪夜山屋，月光照亮屋顶\n【风格】绘本\n【比例】3:4';

describe('systemPrompt', () => {
  it('names every style and ratio', () => {
    const prompt = systemPrompt(choices);

    for (const { name } of choices.styles) expect(prompt).toContain(name);
    for (const { ratio } of choices.sizes) expect(prompt).toContain(ratio);
  });
});

describe('parseAnswer', () => {
  it('takes the proposal out of the text', () => {
    expect(whole(`可以把视线放低。比如——\n\n${block}`)).toEqual({
      text: '可以把视线放低。比如——',
      proposal: cabin,
    });
  });

  it('is the text alone when nothing is proposed', () => {
    expect(whole(' 想画谁？\n\n说说看。 ')).toEqual({ text: '想画谁？\n\n说说看。' });
  });

  it.each([
    [
      'emphasis around labels and values',
      '**【画面】**“雪夜山屋，月光照亮屋顶”\n**【风格】** 绘本\n- 【比例】：3：4',
    ],
    [
      'blank lines between the lines',
      '【画面】雪夜山屋，月光照亮屋顶\n\n【风格】绘本风格\n\n【比例】 3:4',
    ],
    ['CR LF', '【画面】雪夜山屋，月光照亮屋顶\r\n【风格】绘本\r\n【比例】3:4\r\n'],
    ['another order', '【比例】3:4\n【风格】绘本\n【画面】雪夜山屋，月光照亮屋顶'],
    ['one line', '【画面】雪夜山屋，月光照亮屋顶 【风格】绘本 【比例】3:4'],
  ])('understands %s', (_what, text) => {
    expect(whole(`好。\n\n${text}`)).toEqual({ text: '好。', proposal: cabin });
  });

  it('joins a picture of several lines', () => {
    expect(whole('【画面】雪夜山屋，\n月光照亮屋顶\n【风格】绘本').proposal?.prompt).toBe(
      '雪夜山屋， 月光照亮屋顶',
    );
  });

  it('leaves missing and unknown choices open', () => {
    const open = { ...cabin, style: '', styleName: '', size: '', ratio: '' };

    expect(whole('【画面】雪夜山屋，月光照亮屋顶').proposal).toEqual(open);
    expect(whole('【画面】雪夜山屋，月光照亮屋顶\n【风格】毕加索\n【比例】2:7').proposal).toEqual(
      open,
    );
  });

  it.each([
    ['without a picture', '【风格】绘本\n【比例】3:4'],
    ['with an empty picture', '【画面】\n【风格】绘本'],
    ['with a picture that is too long to draw', `【画面】${'长'.repeat(501)}`],
    ['that never got through its label', '【画'],
  ])('shows a block %s as text', (_what, text) => {
    expect(whole(`好。\n\n${text}`)).toEqual({ text: `好。\n\n${text}` });
  });

  it('keeps the text after the block', () => {
    expect(whole(`这样：\n\n${block}\n\n喜欢吗？`)).toEqual({
      text: '这样：\n\n喜欢吗？',
      proposal: cabin,
    });
  });

  it('takes the first of two blocks', () => {
    expect(whole(`${block}\n【画面】第二幅`)).toEqual({ text: '【画面】第二幅', proposal: cabin });
  });

  it('does not take a label within a sentence for a block', () => {
    const text = '先写【画面】那一行，再写别的。';

    expect(whole(text)).toEqual({ text });
  });

  it.each([
    '好。\n\n【',
    '好。\n\n【画面',
    '好。\n\n【画面】雪夜',
    `好。\n\n${block}`,
    '好。\n\n**',
  ])('hides what may become a block while streaming: %j', (text) => {
    expect(soFar(text)).toEqual({ text: '好。' });
  });

  it('gives the proposal while it streams as soon as something else follows', () => {
    expect(soFar(`好。\n\n${block}\n\n喜`)).toEqual({ text: '好。\n\n喜', proposal: cabin });
  });

  const piece = fc.constantFrom(
    ...[
      '好',
      '，',
      '\n',
      '\n\n',
      ' ',
      '【',
      '】',
      '画面',
      '【画面】',
      '【风格】',
      '【比例】',
      '绘本',
      '3:4',
    ],
    ...['**', '- ', '\r\n', '雪夜', '：', '🐱', '【画', block],
  );

  it('never shows text while streaming that it removes later', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join('');
        const end = whole(text);
        let before = soFar('');
        for (let length = 1; length <= text.length; length += 1) {
          const now = soFar(text.slice(0, length));
          expect(now.text.startsWith(before.text)).toBe(true);
          expect(before.proposal === undefined || now.proposal !== undefined).toBe(true);
          before = now;
        }
        expect(end.text.startsWith(before.text)).toBe(true);
        expect(before.proposal ?? end.proposal).toEqual(end.proposal);
      }),
      { numRuns: 500 },
    );
  });

  it('reads what composeAnswer writes', () => {
    const line = fc
      .array(fc.constantFrom('雪', '夜', '山屋', '，', '灯', '3', 'a'), {
        minLength: 1,
        maxLength: 60,
      })
      .map((characters) => characters.join(''));
    const proposal = fc
      .tuple(
        line,
        fc.option(fc.constantFrom(...choices.styles)),
        fc.option(fc.constantFrom(...choices.sizes)),
      )
      .map(([prompt, style, size]) => ({
        prompt,
        style: style?.id ?? '',
        styleName: style?.name ?? '',
        size: size?.id ?? '',
        ratio: size?.ratio ?? '',
      }));
    fc.assert(
      fc.property(fc.oneof(line, fc.constant('')), proposal, (text, picture) => {
        expect(whole(composeAnswer({ text, proposal: picture }))).toEqual({
          text,
          proposal: picture,
        });
      }),
    );
    expect(composeAnswer({ text: '只是说说' })).toBe('只是说说');
  });

  it('proposes nothing that generate refuses, whatever the model wrote', () => {
    const odd = fc.constantFrom(
      ...['猫', '🐱', '\u202e', '\u200b', '\u0007', '\u3164', '\ud83d', '\t', ' ', '“', '\r'],
    );
    const picture = fc.array(odd, { maxLength: 700 }).map((characters) => characters.join(''));
    const long = fc.integer({ min: 490, max: 520 }).map((length) => '🐱'.repeat(length));
    fc.assert(
      fc.property(fc.oneof(picture, long), (written) => {
        const answer = answerTextOf(`好\n\n【画面】${written}\n【风格】绘本`, true);
        const { proposal } = whole(answer);
        if (proposal === undefined) return;
        const { prompt, style, size } = proposal;
        const wanted = { requestId: 'r1', prompt, style, ...(size === '' ? {} : { size }) };
        expect(aiGenerate.generate.input.safeParse(wanted).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    expect(whole(`【画面】${'🐱'.repeat(500)}`).proposal?.prompt).toHaveLength(1_000);
    expect(whole(`【画面】${'🐱'.repeat(501)}`).proposal).toBeUndefined();
    expect(whole('【画面】\u3164').proposal).toBeUndefined();
  });
});
