import * as z from 'zod';
import type { ContentCheck } from '../../domain/content-check';

type MsgSecCheck = (request: {
  version: 2;
  openid: string;
  scene: number;
  content: string;
}) => Promise<unknown>;

/** Characters that one check looks at; what is longer must not be shown. */
export const longestCheckedText = 2500;

const scenes = { profile: 1, social: 4 };
/** Version 2 answers errCode 0 for risky text as well: only the verdict counts. */
const Verdict = z.object({ result: z.object({ suggest: z.string() }) });

/**
 * WeChat's check of texts. Whatever is not plainly `pass` is not used: the owner of the mini-program answers for it,
 * and `review` would need a person who looks.
 */
export function createContentCheck(msgSecCheck: MsgSecCheck): ContentCheck {
  return async (text, openid, scene) => {
    const content = text.slice(0, longestCheckedText);
    const verdict = await msgSecCheck({ version: 2, openid, scene: scenes[scene], content });
    return Verdict.parse(verdict).result.suggest === 'pass';
  };
}
