import type * as z from 'zod';
import type { aiGenerate, GeneratedWork } from '../shared/contracts/aiGenerate';
import type { DailyUsage } from '../shared/domain/quota/usage';
import { isTextToImage } from '../shared/domain/work/work';
import type { FinishedWork } from '../shared/flows/generation/finish';

export type Reply = z.input<typeof aiGenerate.generate.output>;

export function toReply(outcome: {
  finished: readonly FinishedWork[];
  remainingCredits: number | null;
  dailyUsage: DailyUsage;
}): Reply {
  const { finished, ...rest } = outcome;
  return { works: finished.flatMap(toGeneratedWork), ...rest };
}

function toGeneratedWork({ work, saved }: FinishedWork): GeneratedWork[] {
  // Studio works never belong to a request of `generate`.
  if (!isTextToImage(work)) return [];
  const { id, originalPrompt, thumbnailUrl, ...rest } = work;
  return [
    {
      ...rest,
      workId: id,
      prompt: originalPrompt,
      ...(thumbnailUrl === '' ? {} : { thumbnailUrl }),
      saved,
    },
  ];
}
