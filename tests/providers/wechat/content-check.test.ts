import fc from 'fast-check';
import { createContentCheck } from '../../../cloudfunctions/shared/providers/wechat/content-check';

describe('the check of texts', () => {
  /**
   * Like WeChat, the fake looks only at the first 2500 UTF-16 units of a text, and passes it unless they contain the
   * word.
   */
  function checkFor(word: string) {
    const seen: { content: string }[] = [];
    const check = createContentCheck((request) => {
      seen.push(request);
      const suggest = request.content.slice(0, 2500).includes(word) ? 'risky' : 'pass';
      return Promise.resolve({ errCode: 0, result: { suggest, label: 100 } });
    });
    return { seen, check: (text: string) => check(text, 'openid', 'profile') };
  }

  it('asks version 2 with the scene, once for a text of 2500 characters', async () => {
    const { seen, check } = checkFor('坏');

    expect(await check('字'.repeat(2500))).toBe(true);
    expect(seen).toEqual([{ version: 2, openid: 'openid', scene: 1, content: '字'.repeat(2500) }]);
  });

  it.each([
    ['after 1300 emoji', `${'🐱'.repeat(1300)}炸弹`],
    ['at the end of 10000 characters', `${'字'.repeat(9998)}炸弹`],
    ['between two parts', `${'字'.repeat(2499)}炸弹${'字'.repeat(500)}`],
    ['between two parts of emoji', `${'🐱'.repeat(1249)}字炸弹${'🐱'.repeat(300)}`],
  ])('finds a word %s', async (_where, text) => {
    expect(await checkFor('炸弹').check(text)).toBe(false);
  });

  it('checks every character of any text, and cuts none', async () => {
    const character = fc.constantFrom('字', '🐱', 'a', '👩‍🎨');
    const text = fc
      .tuple(fc.array(character, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 120 }))
      .map(([characters, times]) => characters.join('').repeat(times));
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), async (whole, at) => {
        const characters = Array.from(whole);
        const from = at % characters.length;
        const word = characters.slice(from, from + 5).join('');
        const { seen, check } = checkFor(word);
        expect(await check(whole)).toBe(false);
        expect(seen.every(({ content }) => content.length <= 2500)).toBe(true);
        expect(seen.some(({ content }) => /\p{Cs}/u.test(content))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['risky', 'review', 'something new'])(
    'does not pass %s, though errCode is 0',
    async (suggest) => {
      const check = createContentCheck(() => Promise.resolve({ errCode: 0, result: { suggest } }));

      expect(await check('x', 'openid', 'social')).toBe(false);
    },
  );

  it('passes nothing when the verdict is missing', async () => {
    const check = createContentCheck(() => Promise.resolve({ errCode: 0 }));

    await expect(check('x', 'openid', 'social')).rejects.toThrow();
  });
});
