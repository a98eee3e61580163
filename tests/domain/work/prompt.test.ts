import { buildPrompt } from '../../../cloudfunctions/shared/domain/work/prompt';
import { titleOf } from '../../../cloudfunctions/shared/domain/work/work';

const options = {
  characters: [{ id: 'tuanzi', description: '一只橘猫' }],
  styles: [{ id: 'ink', promptTemplate: '{prompt}，水墨画' }],
  emotions: [{ id: 'calm', description: '宁静的氛围' }],
  sizes: [{ id: '1024x1024' }],
};
const plain = { prompt: '看雨', character: '', style: '', emotion: '', size: '1024x1024' };

describe('buildPrompt', () => {
  it('joins character, text and emotion, and inserts them into the template of the style', () => {
    expect(
      buildPrompt({ ...plain, character: 'tuanzi', style: 'ink', emotion: 'calm' }, options),
    ).toEqual({
      prompt: '一只橘猫，看雨，宁静的氛围',
      enhancedPrompt: '一只橘猫，看雨，宁静的氛围，水墨画',
    });
  });

  it('is the text alone when nothing is chosen', () => {
    expect(buildPrompt(plain, options)).toEqual({ prompt: '看雨', enhancedPrompt: '看雨' });
  });

  it('takes replacement patterns such as $& literally', () => {
    const words = "$& $1 {prompt} $'";
    expect(buildPrompt({ ...plain, prompt: words, style: 'ink' }, options).enhancedPrompt).toBe(
      `${words}，水墨画`,
    );
  });

  it.each(['character', 'style', 'emotion', 'size'])('names an unknown %s', (field) => {
    expect(() => buildPrompt({ ...plain, [field]: 'nope' }, options)).toThrow(field);
  });

  it('needs a size', () => {
    expect(() => buildPrompt({ ...plain, size: '' }, options)).toThrow('size');
  });
});

describe('titleOf', () => {
  it('is the first fifty characters on one line, with no half emoji', () => {
    expect(titleOf('  一行\n两行  ')).toBe('一行 两行');
    expect(Array.from(titleOf('🐱'.repeat(60)))).toHaveLength(50);
  });
});
