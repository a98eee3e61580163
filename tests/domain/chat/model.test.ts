import { readConfig } from '../../../cloudfunctions/shared/config';
import { leastAnswerMs, nextChatStep } from '../../../cloudfunctions/shared/domain/chat/model';
import type { ChatFault } from '../../../cloudfunctions/shared/domain/chat/model';
import { priceApOf } from '../../../cloudfunctions/shared/domain/chat/price';

const fault = (more: Partial<ChatFault>): ChatFault => ({
  kind: 'retrySame',
  failure: 'busy',
  providerCode: '1302',
  httpStatus: 429,
  hasShownText: false,
  mustErase: false,
  ...more,
});
const half = () => 0.5;

describe('nextChatStep', () => {
  it('asks again when the model was busy and there is time', () => {
    expect(nextChatStep(fault({}), 1, 40_000, half)).toEqual({ step: 'again', waitMs: 250 });
    expect(nextChatStep(fault({}), 1, leastAnswerMs + 249, half)).toEqual({ step: 'other' });
  });

  it('never asks again once a part of the answer was shown', () => {
    for (const kind of ['retrySame', 'failOver', 'disable'] as const) {
      expect(nextChatStep(fault({ kind, hasShownText: true }), 1, 40_000, half)).toEqual({
        step: 'stop',
      });
    }
  });

  it('turns to another model where this one is missing or out of money', () => {
    expect(nextChatStep(fault({ kind: 'disable' }), 1, 40_000, half)).toEqual({ step: 'other' });
  });

  it('asks nobody again what may not be asked, and what may have been answered', () => {
    expect(nextChatStep(fault({ kind: 'userFault' }), 1, 40_000, half)).toEqual({ step: 'stop' });
    expect(nextChatStep(fault({ kind: 'unknownOutcome' }), 1, 40_000, half)).toEqual({
      step: 'stop',
    });
  });
});

describe('priceApOf', () => {
  it('is 1 AP for the model that is configured when nobody says otherwise', () => {
    expect(readConfig({}).zhipu.chatModels.map(priceApOf)).toEqual([1]);
  });

  it('is more for a larger model, however its name is written', () => {
    expect(priceApOf('glm-5.3')).toBeGreaterThan(1);
    expect(priceApOf('GLM-5.3')).toBe(priceApOf('glm-5.3'));
  });

  it.each(['glm-9-ultra', '', 'constructor', '__proto__'])('is the highest for %j', (model) => {
    expect(priceApOf(model)).toBe(priceApOf('glm-5.3'));
  });
});
