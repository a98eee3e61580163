import {
  chatFailureOf,
  minAnswerMs,
  nextChatStep,
} from '../../../cloudfunctions/shared/domain/chat/model';
import type { ChatFault } from '../../../cloudfunctions/shared/domain/chat/model';
import type { FaultMeaning } from '../../../cloudfunctions/shared/domain/provider/fault';
import { priceApOf } from '../../../cloudfunctions/shared/domain/chat/price';

const shown = { providerCode: '1302', httpStatus: 429, hasShownText: false, mustErase: false };
const fault = (meaning: FaultMeaning, more: Partial<typeof shown> = {}): ChatFault => ({
  ...meaning,
  failure: chatFailureOf(meaning),
  ...shown,
  ...more,
});
const busy = { state: 'retry', at: 'same' } as const;
const half = () => 0.5;

describe('nextChatStep', () => {
  it('asks again when the model was busy and there is time', () => {
    expect(nextChatStep(fault(busy), 1, 40_000, half)).toEqual({ step: 'again', waitMs: 250 });
    expect(nextChatStep(fault(busy), 1, minAnswerMs + 249, half)).toEqual({ step: 'other' });
  });

  it('never asks again once a part of the answer was shown', () => {
    for (const meaning of [busy, { state: 'retry', at: 'other' }, { state: 'disabled' }] as const) {
      const afterText = fault(meaning, { hasShownText: true });
      expect(nextChatStep(afterText, 1, 40_000, half)).toEqual({ step: 'stop' });
    }
  });

  it('turns to another model when this one is missing or out of money', () => {
    expect(nextChatStep(fault({ state: 'disabled' }), 1, 40_000, half)).toEqual({ step: 'other' });
  });

  it('never repeats a question that was refused or may have been answered', () => {
    for (const meaning of [
      { state: 'refused', reason: 'content' },
      { state: 'unknown' },
    ] as const) {
      expect(nextChatStep(fault(meaning), 1, 40_000, half)).toEqual({ step: 'stop' });
    }
  });
});

describe('priceApOf', () => {
  it('is 1 AP for the default model', () => {
    expect(priceApOf('glm-4-flash-250414')).toBe(1);
  });

  it('is more for a larger model, however its name is written', () => {
    expect(priceApOf('glm-5.3')).toBeGreaterThan(1);
    expect(priceApOf('GLM-5.3')).toBe(priceApOf('glm-5.3'));
  });

  it.each(['glm-9-ultra', '', 'constructor', '__proto__'])('is the highest for %j', (model) => {
    expect(priceApOf(model)).toBe(priceApOf('glm-5.3'));
  });
});
