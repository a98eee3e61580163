/** Environment variables by name, from the shell and `.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;
