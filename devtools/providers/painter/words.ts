/** Names of motifs with the words that request them. */
export type Words = readonly (readonly [name: string, pattern: RegExp])[];
