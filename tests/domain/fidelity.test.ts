import {
  afterFidelity,
  judgeFidelity,
  questionsOf,
} from '../../cloudfunctions/shared/domain/gates/fidelity';
import type {
  FidelityFacts,
  FidelityStep,
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

  it('asks about the person only where there is one', () => {
    expect(questionsOf(false).map(({ id }) => id)).toEqual(['kind', 'colors', 'pattern', 'text']);
    expect(questions).toHaveLength(6);
  });
});

describe('what follows from it', () => {
  const facts: FidelityFacts = {
    ...{ verdict: 'different', hasRerolled: false, hasOtherModel: true, actsLeft: 3 },
    hasNote: false,
  };

  it.each<[string, Partial<FidelityFacts>, FidelityStep]>([
    ['same', { verdict: 'same' }, { step: 'deliver' }],
    ['a check that is down', { verdict: 'down' }, { step: 'deliver' }],
    ['a difference', {}, { step: 'again' }],
    ['one more', { hasRerolled: true }, { step: 'withDoubt', isPaidBack: true }],
    ['no other model', { hasOtherModel: false }, { step: 'withDoubt', isPaidBack: true }],
    ['a day used up', { actsLeft: 0 }, { step: 'withDoubt', isPaidBack: false }],
    ['the last act', { hasRerolled: true, actsLeft: 1 }, { step: 'withDoubt', isPaidBack: true }],
    ['a wish', { hasRerolled: true, hasNote: true }, { step: 'withDoubt', isPaidBack: false }],
    ['a wish at first', { hasNote: true }, { step: 'again' }],
  ])('after %s', (_what, change, step) => {
    expect(afterFidelity({ ...facts, ...change })).toEqual(step);
  });
});
