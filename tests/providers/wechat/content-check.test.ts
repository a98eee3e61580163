import { createContentCheck } from '../../../cloudfunctions/shared/providers/wechat/content-check';

describe('the check of texts', () => {
  it('asks version 2 with the scene and at most 2500 characters', async () => {
    const seen: unknown[] = [];
    const check = createContentCheck((request) => {
      seen.push(request);
      return Promise.resolve({ errCode: 0, result: { suggest: 'pass', label: 100 } });
    });

    expect(await check('字'.repeat(3000), 'openid', 'profile')).toBe(true);
    expect(seen).toEqual([{ version: 2, openid: 'openid', scene: 1, content: '字'.repeat(2500) }]);
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
