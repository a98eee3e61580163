/** The lines of the block that a system prompt asks for: the label in `【label】`, and the values allowed for it. */
export type Format = readonly { label: string; choices: string[] }[];

export type Picture = { prompt: string; style: string; ratio: string };

/** Reads the 【…】 lines of a system prompt; empty when it asks for no such block. */
export function readFormat(systemPrompt: string): Format {
  const lines = [...systemPrompt.matchAll(/^【([^】]{1,12})】(.*)$/gm)];
  return lines.map(([, label = '', rest = '']) => {
    const list = /选一个[：:](.*)$/.exec(rest)?.[1]?.split('、') ?? [];
    return { label, choices: list.map((choice) => choice.trim()) };
  });
}

const ratioPattern = /^\d+:\d+$/;

function isRatios(choices: readonly string[]): boolean {
  return choices.length > 0 && choices.every((choice) => ratioPattern.test(choice));
}

/** The styles and ratios that the system prompt allows; empty when it lists none. */
export function choicesOf(format: Format): { styles: string[]; ratios: string[] } {
  const lists = format.map(({ choices }) => choices).filter((choices) => choices.length > 0);
  return {
    styles: lists.find((list) => !isRatios(list)) ?? [],
    ratios: lists.find(isRatios) ?? [],
  };
}

/** Formats the picture as the block that the system prompt asks for, or as a plain sentence when it asks for none. */
export function writePicture(format: Format, picture: Picture): string {
  if (format.length === 0) return `比如：${picture.prompt}。`;
  const lines = format.map(({ label, choices }) => {
    if (choices.length === 0) return `【${label}】${picture.prompt}`;
    return `【${label}】${isRatios(choices) ? picture.ratio : picture.style}`;
  });
  return lines.join('\n');
}

/** Reads the picture from an answer in that format; null when it contains none. */
export function readPicture(format: Format, answer: string): Picture | null {
  const lineOf = (label: string): string | null => {
    const line = answer.split('\n').find((text) => text.startsWith(`【${label}】`));
    return line?.slice(label.length + 2).trim() ?? null;
  };
  const labelOf = (isWanted: (choices: string[]) => boolean): string =>
    format.find(({ choices }) => isWanted(choices))?.label ?? '';
  const prompt = lineOf(labelOf((choices) => choices.length === 0));
  if (prompt === null) return null;
  return {
    prompt,
    style: lineOf(labelOf((choices) => choices.length > 0 && !isRatios(choices))) ?? '',
    ratio: lineOf(labelOf(isRatios)) ?? '',
  };
}
