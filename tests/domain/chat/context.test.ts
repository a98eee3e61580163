import fc from 'fast-check';
import {
  estimateTokens,
  estimateTurnTokens,
  fitContext,
} from '../../../cloudfunctions/shared/domain/chat/context';
import type { ChatTurn } from '../../../cloudfunctions/shared/domain/chat/model';

const system: ChatTurn = { role: 'system', text: '你是助手' };
const user = (text: string): ChatTurn => ({ role: 'user', text });
const assistant = (text: string): ChatTurn => ({ role: 'assistant', text });

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['橘猫', 2],
    ['a cat', 2],
    ['🐱', 3],
    ['画 a cat', 3],
  ])('counts %j as %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});

describe('fitContext', () => {
  const talk = [system, user('一'), assistant('二'), user('三'), assistant('四'), user('五')];

  it('keeps everything when there is room', () => {
    expect(fitContext(talk, 1_000)).toEqual(talk);
  });

  it('drops the oldest exchange first, as a whole', () => {
    const budget = estimateTurnTokens(talk) - 1;

    expect(fitContext(talk, budget)).toEqual([system, user('三'), assistant('四'), user('五')]);
  });

  it('keeps the question even when it alone is too long', () => {
    const long = user('很长'.repeat(1_000));

    expect(fitContext([system, user('一'), assistant('二'), long], 10)).toEqual([system, long]);
  });

  it('has only the system turn when there is no question', () => {
    expect(fitContext([system, assistant('二')], 100)).toEqual([system]);
  });

  const turn = fc.record({
    role: fc.constantFrom<ChatTurn['role']>('user', 'assistant'),
    text: fc.string({ maxLength: 20 }),
  });

  it('keeps the newest turns without a gap and within the budget', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), fc.nat(200), (turns, budget) => {
        const kept = fitContext([system, ...turns, user('问')], budget).slice(1);
        const all = [...turns, user('问')];

        expect(all.slice(all.length - kept.length)).toEqual(kept);
        expect(kept[0]?.role).toBe('user');
        expect(kept.length === 1 || estimateTurnTokens([system, ...kept]) <= budget).toBe(true);
      }),
    );
  });

  it('keeps more with a larger budget, never less', () => {
    fc.assert(
      fc.property(
        fc.array(turn, { maxLength: 12 }),
        fc.nat(100),
        fc.nat(100),
        (turns, budget, more) => {
          const all = [system, ...turns, user('问')];

          expect(fitContext(all, budget + more).length).toBeGreaterThanOrEqual(
            fitContext(all, budget).length,
          );
        },
      ),
    );
  });
});
