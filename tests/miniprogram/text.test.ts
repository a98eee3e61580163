import type * as z from 'zod';
import { contracts } from '../../cloudfunctions/shared/contracts';
import { writtenLine, writtenText } from '../../cloudfunctions/shared/contracts/values';
import { cut, lengthOf, maxLengths, toLine, toText } from '../../miniprogram/utils/text';

const family = '👩‍👩‍👧‍👦';

describe('lengthOf', () => {
  it('counts code points', () => {
    expect(['', '橘猫', '🐱', family].map(lengthOf)).toEqual([0, 2, 1, 7]);
  });
});

describe('cut', () => {
  it('keeps what is short enough', () => {
    expect(cut('🐱'.repeat(50), 50)).toBe('🐱'.repeat(50));
  });

  it('never leaves half an emoji', () => {
    expect(cut(`${'喵'.repeat(49)}🐱喵`, 50)).toBe(`${'喵'.repeat(49)}🐱`);
    expect(cut('🐱🐱🐱', 2)).toBe('🐱🐱');
  });

  it.each([
    ['a family', `猫${family}`, 4, '猫'],
    ['a skin tone', '猫👋🏽', 2, '猫'],
    ['a keycap', '猫1️⃣', 2, '猫'],
    ['an accent', '猫e\u0301', 2, '猫'],
    ['a flag', '猫🇨🇳', 2, '猫'],
    ['the second of two flags', '🇨🇳🇯🇵', 3, '🇨🇳'],
  ])('takes %s as a whole', (_what, text, maxLength, kept) => {
    expect(cut(text, maxLength)).toBe(kept);
  });

  it('keeps something of a text that is one emoji too long', () => {
    expect(lengthOf(cut(family, 3))).toBe(3);
  });
});

describe('toText', () => {
  it.each([
    '橘\u0000猫',
    '橘\u001b猫',
    '橘\ud83d猫',
    '橘\udc31\udc31猫',
    '\u202e橘\u2069猫',
    ' 橘猫\n',
  ])('makes what the contract takes of %j', (typed) => {
    expect(toText(typed)).toBe('橘猫');
    expect(writtenText(2).parse(toText(typed))).toBe('橘猫');
  });

  it('keeps emoji and line breaks', () => {
    expect(toText(`🐱${family}\n第二行\t`)).toBe(`🐱${family}\n第二行`);
  });
});

describe('toLine', () => {
  it.each(['橘\n猫', '橘\r\n\t猫', '橘\u2028猫', '\u200f橘 猫\u061c'])(
    'makes one line of %j',
    (typed) => {
      expect(toLine(typed)).toBe('橘 猫');
      expect(writtenLine(3).parse(toLine(typed))).toBe('橘 猫');
    },
  );
});

describe('maxLengths', () => {
  const { aiGenerate, chat, quota, userInfo, workManage } = contracts;

  it.each([
    ['prompt', aiGenerate.generate.input.shape.prompt],
    ['chatMessage', chat.send.input.shape.text],
    ['workTitle', workManage.updateWork.input.shape.title],
    ['sessionTitle', chat.rename.input.shape.title],
    ['nickname', userInfo.updateUserInfo.input.shape.nickname],
    ['reason', quota.adjust.input.shape.reason],
    ['reason', quota.activatePlan.input.shape.reason],
    ['reason', quota.endPlan.input.shape.reason],
    ['userSearch', quota.searchUsers.input.shape.text],
  ] as [keyof typeof maxLengths, z.ZodType][])('has the %s of the contract', (name, schema) => {
    const takes = (length: number) => schema.safeParse('🐱'.repeat(length)).success;

    expect([takes(maxLengths[name]), takes(maxLengths[name] + 1)]).toEqual([true, false]);
  });
});
