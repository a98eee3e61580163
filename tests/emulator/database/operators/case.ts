/** The field does not exist. */
export const missing = Symbol('missing');

/** An expected error whose message contains these words. */
export class Refusal {
  constructor(readonly words: string) {}
}
export const refuses = (words: string) => new Refusal(words);

/** An operand and the expected result in a document: a value, `missing`, or a refusal. */
export type Case = [operand: unknown, expected: unknown, document?: object];
/** By the SDK's name of the operator. */
export type Cases = Record<string, Case[]>;
