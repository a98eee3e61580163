import type * as z from 'zod';
import type { aiGenerate } from '../shared/contracts/aiGenerate';
import { businessDay } from '../shared/domain/time/business-day';
import { groupIdOf, requestHashOf, workIdOf } from '../shared/domain/ids';
import { buildPrompt } from '../shared/domain/work/prompt';
import type { Options } from '../shared/domain/work/prompt';
import { titleOf } from '../shared/domain/work/work';
import type { TextToImageWork } from '../shared/domain/work/work';
import type { MemberCaller } from '../shared/context';

export type Input = z.output<typeof aiGenerate.generate.input>;

/** The facts of a request that are known before anything is read. */
export type Request = { input: Input; workIds: string[]; requestHash: string };

export function toRequest(input: Input, userId: string): Request {
  const { requestId, ...content } = input;
  const indexes = input.mode === 'double' ? [0, 1] : [0];
  return {
    input,
    workIds: indexes.map((index) => workIdOf(userId, requestId, index)),
    requestHash: requestHashOf(content),
  };
}

type Terms = {
  caller: MemberCaller;
  token: string;
  /** One per work. */
  pathTokens: readonly string[];
  provider: string;
  cost: number;
  now: Date;
  leaseUntil: Date;
};

/** The works to be admitted for a request: pending, without a seat. */
export function toWorks(request: Request, options: Options, terms: Terms): TextToImageWork[] {
  const { input, workIds, requestHash } = request;
  const { caller, token, pathTokens, provider, cost, now, leaseUntil } = terms;
  const { prompt, enhancedPrompt } = buildPrompt(input, options);
  const { requestId, character, style, emotion, mode, size, quality } = input;
  return workIds.map((id, index) => ({
    id,
    openid: caller.openid,
    userId: caller.userId,
    requestId,
    requestHash,
    admissionToken: token,
    ...(mode === 'double' ? { groupId: groupIdOf(caller.userId, requestId) } : {}),
    type: 'text2img',
    mode,
    title: titleOf(input.prompt),
    originalPrompt: input.prompt,
    prompt,
    enhancedPrompt,
    character,
    style,
    emotion,
    size,
    quality,
    provider,
    pathToken: pathTokens[index] ?? '',
    imageUrl: '',
    images: [],
    thumbnailUrl: '',
    imageBytes: 0,
    thumbnailBytes: 0,
    isFavorite: false,
    status: 'pending',
    seat: '',
    day: businessDay(now),
    cost,
    refundedCredits: 0,
    leaseToken: 1,
    leaseUntil,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  }));
}
