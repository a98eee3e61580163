import {
  fidelityResult,
  judgeFidelity,
  questionsOf,
} from '../../cloudfunctions/shared/domain/gates/fidelity';

describe('the verdict on a picture of a garment', () => {
  const questions = questionsOf(true);
  const all = (answer: string) => Object.fromEntries(questions.map(({ id }) => [id, answer]));

  it('is the same, or names what differs', () => {
    expect(judgeFidelity(questions, all('一致'))).toEqual({ verdict: 'same', differences: [] });
    expect(judgeFidelity(questions, { ...all('一致'), colors: '不一致', body: '不一致' })).toEqual({
      ...{ verdict: 'different', differences: [{ question: 'colors' }, { question: 'body' }] },
    });
  });

  it.each([
    ['nothing', {}],
    ['one answer too few', { ...all('一致'), text: '' }],
    ['a word that is no choice', { ...all('一致'), kind: '也许' }],
    ['a difference beside no answer', { ...all('不一致'), pattern: '看不清' }],
  ])('is none for %s', (_what, answers) => {
    expect(judgeFidelity(questions, answers).verdict).toBe('down');
  });

  it('asks about the person only when there is one', () => {
    expect(questionsOf(false).map(({ id }) => id)).toEqual(['kind', 'colors', 'pattern', 'text']);
    expect(questions).toHaveLength(6);
  });
});

describe('the outcome of the guard for a picture', () => {
  it.each([
    ['same', false, 'same'],
    ['same', true, 'redrawn'],
    ['different', true, 'different'],
    ['down', true, 'down'],
  ] as const)('after %s, drawn again: %s, is %s', (verdict, hasRerolled, result) => {
    expect(fidelityResult(verdict, { hasRerolled })).toBe(result);
  });
});
