/** Sends messages to a chat group. */
export type Robot = {
  /** Throws if the message was not accepted. */
  send(text: string): Promise<void>;
};
