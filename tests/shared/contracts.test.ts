import { writtenText } from '../../cloudfunctions/shared/contracts/values';

describe('writtenText', () => {
  it.each(['猫', ' 雨中的橘猫 ', '👩‍👩‍👧‍👦', '第一行\n第二行', '!', 'é', 'नमस्ते'])('takes %j', (text) => {
    expect(writtenText(20).parse(text)).toBe(text.trim());
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['characters without width', '\u200b\u200d\ufeff'],
    ['a NUL', '猫\u0000'],
    ['an escape', '\u001b[31m猫'],
    ['half an emoji', '猫\ud83d'],
    ['a turn of the writing direction', '\u202e猫'],
    ['more than it may be', '猫'.repeat(21)],
  ])('refuses %s', (_what, text) => {
    expect(writtenText(20).safeParse(text).success).toBe(false);
  });
});
