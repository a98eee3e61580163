import * as z from 'zod';
import type { ContentCheck } from '../../domain/content-check';

type MsgSecCheck = (request: {
  version: 2;
  openid: string;
  scene: number;
  content: string;
}) => Promise<unknown>;

/** WeChat allows 2500 字 a call and does not name the unit. Counted in UTF-16 units a text fits in any case. */
const maxContentLength = 2_500;
/** Characters that two parts share, so that no word is cut in both. */
const overlapLength = 200;

const scenes = { profile: 1, social: 4 };
/** Version 2 answers errCode 0 for risky text as well: only the verdict counts. */
const Verdict = z.object({ result: z.object({ suggest: z.string() }) });

/**
 * WeChat's check of texts. What it does not plainly `pass` is not used: the owner of the mini-program is responsible, and
 * `review` would need a person who looks. A long text is checked in parts; every part must pass.
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

/** Parts of at most `maxContentLength` that cover the text, with no character cut. */
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
