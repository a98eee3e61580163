/** Tells people in a chat group. */
export type Robot = {
  /** Throws when it was not taken. */
  send(text: string): Promise<void>;
};
