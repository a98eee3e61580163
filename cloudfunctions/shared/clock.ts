/** Time and chance of one invocation. Tests stop them. */
export type Clock = {
  now(): Date;
  sleep(ms: number): Promise<void>;
  random(): number;
};

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};
