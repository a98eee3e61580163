/** The result of one check of the package. */
export type Finding = { name: string; success: boolean; text: string; detail?: unknown };
