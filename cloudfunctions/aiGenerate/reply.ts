import type * as z from 'zod';
import type { aiGenerate, GeneratedWork } from '../shared/contracts/aiGenerate';
import type { DailyUsage } from '../shared/domain/quota/usage';
import type { Work } from '../shared/domain/work/work';

export type Reply = z.input<typeof aiGenerate.generate.output>;
type Outcome = { work: Work; saved: GeneratedWork['saved'] };

export function toReply(outcome: {
  ended: readonly Outcome[];
  remainingCredits: number | null;
  dailyUsage: DailyUsage;
}): Reply {
  const { ended, ...rest } = outcome;
  return { works: ended.map(toGeneratedWork), ...rest };
}

function toGeneratedWork({ work, saved }: Outcome): GeneratedWork {
  const { id, originalPrompt, thumbnailUrl, ...rest } = work;
  return {
    ...rest,
    workId: id,
    prompt: originalPrompt,
    ...(thumbnailUrl === '' ? {} : { thumbnailUrl }),
    saved,
  };
}
