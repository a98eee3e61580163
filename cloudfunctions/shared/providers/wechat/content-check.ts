import * as z from 'zod';
import type { ContentCheck } from '../../domain/content-check';

type MsgSecCheck = (request: {
  version: 2;
  openid: string;
  scene: number;
  content: string;
}) => Promise<unknown>;

/** WeChat allows 2500 字 per call without naming the unit. Counting UTF-16 units is safe under any interpretation. */
const maxContentLength = 2_500;
/** Overlap between two parts, so that any word is complete in at least one of them. */
const overlapLength = 200;

const scenes = { profile: 1, social: 4 };
/** Version 2 returns errCode 0 for risky text, too: only the verdict counts. */
const Verdict = z.object({ result: z.object({ suggest: z.string() }) });

/**
 * WeChat's text check. Only a clear `pass` is accepted: the owner of the mini-program is liable, and `review` would need a human
 * reviewer. A long text is checked in parts, all of which must pass.
 */
export function createContentCheck(msgSecCheck: MsgSecCheck): ContentCheck {
  return async (text, openid, scene) => {
    const verdicts = await Promise.all(
      partsOf(text).map((content) =>
        msgSecCheck({ version: 2, openid, scene: scenes[scene], content }),
      ),
    );
    return verdicts.every((verdict) => Verdict.parse(verdict).result.suggest === 'pass');
  };
}

/** Parts of at most `maxContentLength` that cover the text without splitting a character. */
function partsOf(text: string): string[] {
  const characters = Array.from(text);
  const parts: string[] = [];
  for (let from = 0; ;) {
    let to = from;
    for (let length = 0; to < characters.length; to += 1) {
      length += characters[to]?.length ?? 0;
      if (length > maxContentLength) break;
    }
    parts.push(characters.slice(from, to).join(''));
    if (to === characters.length) return parts;
    from = to - overlapLength;
  }
}
