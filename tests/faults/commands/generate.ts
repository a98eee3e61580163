import { cleanWords, riskyWord } from '../words';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';

export type GenerateAct = {
  do: 'generate';
  request: string;
  prompt: string;
  mode: 'single' | 'double';
};

export const generate: Kind<GenerateAct> = {
  does: ['generate'],
  share: 500,
  draw: drawGeneration,
  toCall: ({ who, request: requestId, prompt, mode }) =>
    phoneCall(who, 'aiGenerate', 'generate', { requestId, prompt, mode }),
};

export function drawGeneration(draft: Draft, who: string): void {
  const { random, commands, targets } = draft;
  const known = commands.filter(isGeneration).filter((command) => command.who === who);
  const earlier = known.length > 0 && random.chance(0.3) ? random.pick(known) : undefined;
  if (earlier !== undefined) {
    const isOther = random.chance(0.2);
    const { request, mode, prompt } = earlier;
    const act: GenerateAct = { do: 'generate', request, mode, prompt };
    draft.add(who, isOther ? { ...act, prompt: prompt.replace('。', '！') } : act);
    return;
  }
  const burst = random.chance(0.2) ? random.between(2, 4) : 1;
  for (let index = 0; index < burst; index += 1) {
    const request = draft.name('r');
    const words = random.chance(0.06) ? riskyWord : random.pick(cleanWords);
    const mode = random.chance(0.2) ? 'double' : 'single';
    const prompt = `${words} ${who} ${request}。`;
    const act: GenerateAct = { do: 'generate', request, prompt, mode };
    draft.add(who, act);
    targets.push({ owner: who, request, index: 0 });
    // An accidental double tap.
    if (random.chance(0.12)) draft.add(who, act);
  }
}

function isGeneration(command: CommandOf<AnyAct>): command is CommandOf<GenerateAct> {
  return command.do === 'generate';
}
