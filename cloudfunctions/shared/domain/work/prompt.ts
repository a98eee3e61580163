import { AppError } from '../../error';

export type Options = {
  characters: readonly { id: string; description: string }[];
  styles: readonly { id: string; promptTemplate: string }[];
  emotions: readonly { id: string; description: string }[];
  sizes: readonly { id: string }[];
};

export type PromptChoice = {
  prompt: string;
  character: string;
  style: string;
  emotion: string;
  size: string;
};

/**
 * `prompt`: character, the user's text and emotion, joined; `enhancedPrompt`: the same inserted into the style's template. Empty
 * choices are left out. Throws INVALID_INPUT naming the field with an unknown id.
 */
export function buildPrompt(
  choice: PromptChoice,
  options: Options,
): { prompt: string; enhancedPrompt: string } {
  const character = chosen('character', choice.character, options.characters);
  const style = chosen('style', choice.style, options.styles);
  const emotion = chosen('emotion', choice.emotion, options.emotions);
  if (chosen('size', choice.size, options.sizes) === null) throw unknown('size');
  const prompt = [character?.description, choice.prompt.trim(), emotion?.description]
    .filter((part) => part !== undefined && part !== '')
    .join('，');
  // A function as replacement: the prompt may contain `$&`, which a string replacement would expand.
  return {
    prompt,
    enhancedPrompt: style?.promptTemplate.replace('{prompt}', () => prompt) ?? prompt,
  };
}

function chosen<Option extends { id: string }>(
  field: string,
  id: string,
  options: readonly Option[],
): Option | null {
  if (id === '') return null;
  const option = options.find((candidate) => candidate.id === id);
  if (option === undefined) throw unknown(field);
  return option;
}

function unknown(field: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem: '没有这个选项' } });
}
