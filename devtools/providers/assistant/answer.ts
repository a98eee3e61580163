import { choicesOf, readFormat, readPicture, writePicture } from './format';
import type { Format, Picture } from './format';
import { preferred, wantedRatio, wantedStyle } from './choices';
import { intentOf } from './intents';
import { pick } from './pick';
import { promptOf, themeOf } from './prompts';
import { newSubject, revise } from './revise';
import { acceptThanks, approve, askBack, greet, introduce, leadBack, recall } from './small-talk';
import { commonLooks, commonScenes, themes } from './themes';
import type { Theme } from './themes';
import { isUnclear, joinWords, understand } from './words';
import type { Words } from './words';

const maxPromptLength = 160;
/** What the assistant calls a picture that it proposed without a wish of the user. */
const ownIdea = '刚才那张';

export type Turn = { role: 'system' | 'user' | 'assistant'; text: string };

/**
 * A rule-based assistant for picture ideas. It is deterministic: the same conversation always gets the same answer, and
 * a different question gets a different one. It refers to what was said before, and proposes a picture in the form that
 * the system prompt asks for.
 */
export function answerTo(turns: readonly Turn[]): string {
  const format = readFormat(turns.find(({ role }) => role === 'system')?.text ?? '');
  const said = turns.filter(({ role }) => role === 'user').map(({ text }) => understand(text));
  const now = said.at(-1) ?? understand('');
  const earlier = said.slice(0, -1);
  const before = earlier.at(-1);
  const last = lastPicture(turns, format);
  // The assistant asks back only once; the next message completes the unclear one.
  const wasAsked = last === null && before !== undefined && namesNothing(before);
  const words = wasAsked ? joinWords(before, now) : now;
  const topic = topicOf(earlier) ?? (last === null ? null : ownIdea);

  if (last === null && !wasAsked && namesNothing(now)) return askBack(now);
  switch (intentOf(now)) {
    case 'greeting':
      return greet(topic);
    case 'thanks':
      return acceptThanks(topic);
    case 'help':
      return introduce(topic);
    case 'approval':
      return approve(topic);
    case 'recall':
      return recall(picturesOf(earlier).map(({ wish }) => wish));
    case 'elsewhere':
      return leadBack(words);
    case 'unclear':
      // A message such as 手机壁纸 is clear enough when there is a picture that it can refer to.
      if (last !== null) return withPicture(change(words, topic, last, format), words, format);
      return withPicture(suggest(words, topic, earlier.length), words, format);
    case 'vague':
      return withPicture(suggest(words, topic, earlier.length), words, format);
    case 'change':
      return withPicture(change(words, topic, last, format), words, format);
    case 'wish':
      return withPicture(imagine(words, topic), words, format);
  }
}

function namesNothing(words: Words): boolean {
  const intent = intentOf(words);
  const isMood = intent === 'change' && words.tones.length > 0 && isUnclear(words);
  return intent === 'unclear' || isMood;
}

/** `kept` is the previous picture, whose style and ratio stay unless the user names others. */
type Idea = { talk: string; prompt: string; theme: Theme | null; kept?: Picture };

function withPicture({ talk, prompt, theme, kept }: Idea, { text }: Words, format: Format): string {
  const { styles, ratios } = choicesOf(format);
  const wanted = text.replace(/(?:不要|别|去掉|没有)[^，。]*/g, '');
  const picture = {
    prompt: Array.from(prompt).slice(0, maxPromptLength).join(''),
    style:
      wantedStyle(wanted, styles) ?? preferred(known(kept?.style) ?? theme?.style, styles, text),
    ratio:
      wantedRatio(wanted, ratios) ?? preferred(known(kept?.ratio) ?? theme?.ratio, ratios, text),
  };
  return `${talk}\n\n${writePicture(format, picture)}`;
}

function known(name: string | undefined): string | undefined {
  return name === '' ? undefined : name;
}

function suggest(words: Words, topic: string | null, saidBefore: number): Idea {
  const theme = pick(themes, `${words.text}${saidBefore}`);
  const again = topic === null ? '' : `「${topic}」先放一放，换口气。`;
  return {
    talk: `${again}那就从眼前的小事开始。${pick(theme.looks, words.text)}`,
    prompt: promptOf(null, pick(theme.scenes, words.text), words),
    theme,
  };
}

function imagine(words: Words, topic: string | null): Idea {
  const theme = themeOf(words.wish) ?? themeOf(words.text);
  const before = topic === null ? '' : `刚才的「${topic}」先放着，来看「${words.wish}」。`;
  const absent = words.unwanted.length === 0 ? '' : `不放${words.unwanted.join('、')}。`;
  return {
    talk: `${before}${pick(theme?.looks ?? commonLooks, words.text)}${absent}这样如何——`,
    prompt: promptOf(words.wish, pick(theme?.scenes ?? commonScenes, words.text), words),
    theme,
  };
}

/** Changes the last picture, or proposes a new one when there is none. */
function change(words: Words, topic: string | null, last: Picture | null, format: Format): Idea {
  // There is nothing to change yet, and a message such as 再来一个 names no subject.
  if (topic === null) {
    return words.wish === words.text ? suggest(words, null, 0) : imagine(words, null);
  }
  const place = themeOf(words.text);
  const theme = place ?? themeOf(topic);
  const looks = pick(place?.looks ?? commonLooks, words.text);
  const talkOf = (what: string): string => {
    const gone = words.unwanted.length === 0 ? '' : `去掉${words.unwanted.join('、')}，别的留着。`;
    const isOnlyGone = gone !== '' && what === words.text;
    return `在「${topic}」上接着改${isOnlyGone ? '，' : `：${what}。`}${gone}${looks}`;
  };
  if (last === null) {
    const scene = pick(theme?.scenes ?? commonScenes, words.text);
    return { talk: talkOf(words.wish), prompt: promptOf(topic, scene, words), theme };
  }
  const subject = topic === ownIdea ? '' : topic;
  const { what, prompt, style } = revise(words, subject, last, choicesOf(format).styles);
  return { talk: talkOf(what), prompt, theme, kept: { ...last, style: style ?? last.style } };
}

/** The picture that the assistant last proposed. */
function lastPicture(turns: readonly Turn[], format: Format): Picture | null {
  const answers = turns.filter(({ role }) => role === 'assistant');
  return answers.flatMap(({ text }) => readPicture(format, text) ?? []).at(-1) ?? null;
}

function picturesOf(said: readonly Words[]): Words[] {
  return said.filter((words) => ['wish', 'change'].includes(intentOf(words)));
}

/** The subject of the last wish. Later messages only change that picture, unless they name another subject. */
function topicOf(earlier: readonly Words[]): string | null {
  const named = earlier.flatMap((words) => {
    const intent = intentOf(words);
    if (intent === 'vague') return [ownIdea];
    return intent === 'wish' ? [words.wish] : (newSubject(words) ?? []);
  });
  return named.at(-1) ?? picturesOf(earlier)[0]?.wish ?? null;
}
