/** One check of the package and what it found. */
export type Finding = { name: string; success: boolean; text: string; detail?: unknown };
