/** Names of motifs with the words that ask for them. */
export type Words = readonly (readonly [name: string, pattern: RegExp])[];
