/** Time and randomness of one invocation. Tests replace both. */
export type Clock = {
  now(): Date;
  sleep(ms: number): Promise<void>;
  random(): number;
};
