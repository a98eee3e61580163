import type { Words } from './words';

/** `topic` is the subject of the last picture; null when there is none. */
export function greet(topic: string | null): string {
  return topic === null
    ? '你好呀。今天想画点什么？说一个地方、一种天气，或者一个让你惦记的人都行。'
    : `我在呢。刚才的「${topic}」要接着画，还是换个新的念头？`;
}

export function acceptThanks(topic: string | null): string {
  return topic === null
    ? '不客气。有了新的念头随时来说，半句话也行。'
    : `不客气，「${topic}」画好了记得看看细节。下次有半句念头，也可以直接丢给我。`;
}

export function introduce(topic: string | null): string {
  const next =
    topic === null
      ? '比如「雨天的旧书店」，你先想到什么？'
      : `「${topic}」还想换点什么、加点什么吗？`;
  return `我能把一句模糊的念头变成画得出来的画面，也能接着改：加一样东西、去掉一样、换个风格，或者再安静一点。${next}`;
}

export function approve(topic: string | null): string {
  return topic === null
    ? '好。那说一样你想看见的东西，我来把它变成画面。'
    : `好，那「${topic}」就这样定了，点「用它创作」就能画出来。还想动哪里，直接告诉我。`;
}

export function askBack({ tones, wish }: Words): string {
  const heard = tones.length > 0 ? `${tones.join('、')}，这个感觉我记下了` : `「${wish}」，记下了`;
  return `${heard}。画里最先看见的是什么，一个人、一只动物，还是一个地方？`;
}

export function leadBack({ wish }: Words): string {
  return `这个我帮不上忙，不过「${wish}」也能变成画面。要不要说说，提到它你先看见什么？`;
}

export function recall(wishes: readonly string[]): string {
  if (wishes.length === 0) return '这是我们说的第一句话呢。想画什么，从这里开始就好。';
  const list = wishes.map((wish) => `「${wish}」`).join('，然后是');
  return `记得的，你先说了${list}。想接着哪一个画下去？`;
}
