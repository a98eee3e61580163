import type { ChatTurn } from './model';

/** Role and separators that a model adds to each turn. */
const tokensPerTurn = 4;

/**
 * Estimates the tokens of a text, rather too many than too few: one per character outside of ASCII (GLM's tokenizers use 0.6 to
 * 0.8 for a Chinese character; an emoji takes up to three, and counts as three) and one per three ASCII characters (English
 * averages one per four).
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let other = 0;
  for (const character of text) {
    if (character <= '\u007f') ascii += 1;
    else other += character.length > 1 ? 3 : 1;
  }
  return Math.ceil(ascii / 3) + other;
}

export function estimateTurnTokens(turns: readonly Pick<ChatTurn, 'text'>[]): number {
  return turns.reduce((sum, { text }) => sum + estimateTokens(text) + tokensPerTurn, 0);
}

/**
 * The newest turns that fit the budget, in their order. System turns always stay, and so does the newest user turn with what
 * follows it, even if they alone exceed the budget: a question is never cut. The kept turns are consecutive and begin with a user
 * turn, since half an exchange would only confuse the model.
 */
export function fitContext(turns: readonly ChatTurn[], budgetTokens: number): ChatTurn[] {
  const system = turns.filter(({ role }) => role === 'system');
  const talk = turns.filter(({ role }) => role !== 'system');
  const newestQuestion = talk.map(({ role }) => role).lastIndexOf('user');
  if (newestQuestion === -1) return system;
  let kept = newestQuestion;
  let used = estimateTurnTokens(system) + estimateTurnTokens(talk.slice(newestQuestion));
  for (let index = newestQuestion - 1; index >= 0; index -= 1) {
    used += estimateTurnTokens(talk.slice(index, index + 1));
    if (used > budgetTokens) break;
    if (talk[index]?.role === 'user') kept = index;
  }
  return [...system, ...talk.slice(kept)];
}
