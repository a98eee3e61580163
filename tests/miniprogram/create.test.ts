import type { Character } from '../../cloudfunctions/shared/contracts/aiGenerate';
import { precheck } from '../../miniprogram/pages/create/precheck';
import {
  findCharacters,
  pixelLine,
  toButton,
  toChoices,
  toStrip,
  toStyles,
  toSummary,
} from '../../miniprogram/pages/create/view';
import { emptyDraft } from '../../miniprogram/utils/draft';
import { somePrices } from './support';

const free = { tier: 'free', credits: 86 } as const;

function character(id: string, more: Partial<Character> = {}): Character {
  return { id, name: id, category: 'pets', isRecommended: false, imageUrl: '', ...more };
}

describe('toButton', () => {
  const draft = { ...emptyDraft, prompt: '窗台上的橘猫' };

  it('carries the price of one picture', () => {
    expect(toButton(draft, free, somePrices, false)).toEqual({
      text: '生成',
      price: '3 积分',
      label: '生成 · 3 积分',
      isEnabled: true,
      isPromptMissing: false,
    });
  });

  it('shows the credits left when two pictures cost more', () => {
    const button = toButton({ ...draft, mode: 'double' }, free, somePrices, false);

    expect(button).toMatchObject({ text: '生成 2 张', price: '6 积分 · 余 86' });
  });

  it('has no price for tiers that pay nothing', () => {
    expect(toButton(draft, { tier: 'vip', credits: 3 }, somePrices, false).price).toBe('');
  });

  it('has no price before the cloud has named it', () => {
    expect(toButton(draft, free, null, false)).toMatchObject({ price: '', isEnabled: true });
    expect(toButton(draft, null, somePrices, false)).toMatchObject({ price: '', isEnabled: true });
  });

  it('says why it is off without a description', () => {
    const button = toButton({ ...draft, prompt: '  \n' }, free, somePrices, false);

    expect(button).toMatchObject({
      isEnabled: false,
      isPromptMissing: true,
      label: expect.stringMatching(/^生成 · .+，先写下描述$/) as unknown,
    });
  });

  it.each(['画', '🐱'])('takes 500 of %s and not 501', (character) => {
    const isEnabled = (length: number) =>
      toButton({ ...draft, prompt: character.repeat(length) }, free, somePrices, false).isEnabled;

    expect([isEnabled(500), isEnabled(501)]).toEqual([true, false]);
  });

  it('is locked while it sends', () => {
    expect(toButton(draft, free, somePrices, true)).toMatchObject({
      text: '提交中…',
      isEnabled: false,
    });
  });
});

describe('toSummary', () => {
  it('reads 单张 · 3:4 · 标准', () => {
    expect(toSummary(emptyDraft)).toBe('单张 · 3:4 · 标准');
    expect(toSummary({ ...emptyDraft, mode: 'double', quality: 'hd', size: '1344x768' })).toBe(
      '双张 · 16:9 · 高清',
    );
  });
});

describe('toChoices', () => {
  it('puts the neutral choices first, and the strip around the draft', () => {
    const many = Array.from({ length: 12 }, (_, index) => character(`c${index}`));
    const options = {
      characters: many,
      styles: [{ id: 'ink', name: '水墨', imageUrl: 'cloud://ink' }],
      emotions: [{ id: 'warm', name: '温暖' }],
      sizes: [{ id: '864x1152', ratio: '3:4', width: 864, height: 1152 }],
      qualities: [{ id: 'hd' as const, name: '高清' }],
    };
    const choices = toChoices(options, ['c3'], { character: 'c11', size: '864x1152' });

    expect(choices.strip.slice(0, 2).map(({ id }) => id)).toEqual(['c11', 'c3']);
    expect(choices.styles.map(({ name }) => name)).toEqual(['自动', '水墨']);
    expect(choices.emotions.map(({ name }) => name)).toEqual(['不指定', '温暖']);
    expect(choices).toMatchObject({ characters: many, pixels: '864 × 1152' });
  });
});

describe('precheck', () => {
  const single = { mode: 'single' } as const;
  const double = { mode: 'double' } as const;
  const usage = (remaining: number) => ({ remaining, limit: 60, userType: 'vip' }) as const;
  const unknown = { user: null, usage: null, prices: somePrices };

  it('finds that the day is used up', () => {
    expect(precheck(single, { ...unknown, usage: usage(0) })).toEqual({
      kind: 'limit',
      limit: 60,
      tier: 'vip',
    });
    expect(precheck(single, { ...unknown, usage: usage(1) })).toBeNull();
  });

  it('counts what is missing for two pictures', () => {
    const user = { tier: 'free', credits: 5 } as const;

    expect(precheck(single, { ...unknown, user })).toBeNull();
    expect(precheck(double, { ...unknown, user })).toEqual({
      kind: 'credits',
      required: 6,
      missing: 1,
      credits: 5,
      workCount: 2,
    });
  });

  it('requires no credits when the price is zero', () => {
    const user = { tier: 'vip', credits: 0 } as const;

    expect(precheck(single, { ...unknown, user, usage: usage(1) })).toBeNull();
  });

  it('names the limit first: credits would not help', () => {
    const user = { tier: 'free', credits: 0 } as const;

    expect(precheck(single, { ...unknown, user, usage: usage(0) })?.kind).toBe('limit');
  });

  it('leaves to the cloud what was not read', () => {
    const user = { tier: 'free', credits: 0 } as const;

    expect(precheck(single, unknown)).toBeNull();
    expect(precheck(single, { ...unknown, user, prices: null })).toBeNull();
  });
});

describe('toStrip', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    character(`c${index}`, { isRecommended: index >= 10 }),
  );

  it('begins with those used lately, then the recommended', () => {
    const ids = toStrip(many, ['c5', 'c3'], '').map(({ id }) => id);

    expect(ids.slice(0, 4)).toEqual(['c5', 'c3', 'c10', 'c11']);
    expect(ids).toHaveLength(8);
  });

  it('never leaves out the chosen one', () => {
    expect(toStrip(many, [], 'c9')[0]?.id).toBe('c9');
  });
});

describe('findCharacters', () => {
  const all = [character('团子'), character('小满', { category: 'people' })];

  it('looks in the kind and by the name', () => {
    expect(findCharacters(all, 'people', '')).toHaveLength(1);
    expect(findCharacters(all, 'all', ' 团 ')).toEqual([all[0]]);
    expect(findCharacters(all, 'people', '团')).toEqual([]);
  });
});

describe('toStyles', () => {
  it('puts 自动 first, as no style, with quarters of the others', () => {
    const [automatic, ink] = toStyles([{ id: 'ink', name: '水墨', imageUrl: 'cloud://ink' }]);

    expect(automatic).toMatchObject({ id: '', name: '自动', quarters: ['cloud://ink'] });
    expect(ink).toMatchObject({ id: 'ink', quarters: [] });
  });
});

describe('pixelLine', () => {
  it('reads 864 × 1152, and nothing for an unknown size', () => {
    const sizes = [{ id: '864x1152', ratio: '3:4', width: 864, height: 1152 }];

    expect([pixelLine(sizes, '864x1152'), pixelLine(sizes, 'x')]).toEqual(['864 × 1152', '']);
  });
});
