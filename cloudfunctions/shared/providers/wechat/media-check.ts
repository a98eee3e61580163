import * as z from 'zod';
import type { MediaCheck, SubjectKind } from '../../domain/moderation/media-check';

type MediaCheckAsync = (request: {
  version: 2;
  openid: string;
  scene: number;
  mediaUrl: string;
  mediaType: 2;
}) => Promise<unknown>;

/** WeChat's scenes: 1 is profile data, 4 is posts. */
const scenes: Record<SubjectKind, number> = { avatar: 1, asset: 4, result: 4, share: 4 };
const ownerInactive = 61010;
/** Limits per minute and per day. */
const limits = [44991, 45009];

const Accepted = z.object({ traceId: z.string().min(1) });
const Refusal = z.object({ errCode: z.number() });

/** WeChat's asynchronous picture check; its verdict arrives as the push `wxa_media_check`. */
export function createMediaCheck(mediaCheckAsync: MediaCheckAsync): MediaCheck {
  return async (kind, mediaUrl, openid) => {
    const scene = scenes[kind];
    try {
      const answer = await mediaCheckAsync({ version: 2, openid, scene, mediaUrl, mediaType: 2 });
      return { state: 'accepted', traceId: Accepted.parse(answer).traceId };
    } catch (error) {
      const code = Refusal.safeParse(error).data?.errCode;
      if (code === ownerInactive) return { state: 'ownerInactive' };
      if (code !== undefined && limits.includes(code)) return { state: 'limited' };
      throw error;
    }
  };
}
