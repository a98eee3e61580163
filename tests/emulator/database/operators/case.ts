/** The field is not there. */
export const missing = Symbol('missing');

/** The refusal's words. */
export class Refusal {
  constructor(readonly words: string) {}
}
export const refuses = (words: string) => new Refusal(words);

/** What an operator makes of its operand in a document: a value, nothing, or a refusal. */
export type Case = [operand: unknown, expected: unknown, document?: object];
/** By the SDK's names of the operators. */
export type Cases = Record<string, Case[]>;
