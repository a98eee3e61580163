const thought = /<(think|thinking)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const endOfThought = /^[\s\S]*<\/(?:think|thinking)\s*>/i;
const openTag = /^<\/?think(?:ing)?\b[^>]*$/;

/**
 * Control characters except tab and line feed, lone surrogates, and format characters that change the text direction or are
 * invisible. The joiners of emoji and of some scripts (U+200C, U+200D) are kept.
 */
const unfit =
  /[^\P{Cc}\t\n]|\p{Cs}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Invisible fillers that Unicode classifies as letters or symbols. */
const blank = /[\u115f\u1160\u2800\u3164\uffa0]/g;

/**
 * The answer within a model's output: without its thoughts, which some models write into it as `<think>…</think>` (either tag may
 * be missing), and without unfit characters. `isWhole`: false while more may come; then the beginning of a tag at the end is left
 * out, too.
 */
export function answerTextOf(raw: string, isWhole: boolean): string {
  const spoken = raw.replace(thought, '').replace(endOfThought, '');
  return withoutUnfit(isWhole ? spoken : withoutOpenTag(spoken)).trimStart();
}

/** True if there is something visible. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(blank, ''));
}

function withoutUnfit(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(unfit, '');
}

function withoutOpenTag(text: string): string {
  const from = text.lastIndexOf('<');
  if (from === -1) return text;
  const tail = text.slice(from).toLowerCase();
  const mayBecomeTag = ['<thinking', '</thinking'].some((tag) => tag.startsWith(tail));
  return mayBecomeTag || openTag.test(tail) ? text.slice(0, from) : text;
}
