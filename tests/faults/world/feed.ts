import type { Answer } from './http';

/** Whoever hears a body. */
export type Listener = { piece(bytes: Buffer): void; end(): void; cut(): void };

/** A body that comes piece by piece, once somebody listens. */
export type Feed = {
  open(listener: Listener): void;
  /** Nobody listens any more. */
  close(): void;
};

/** What comes after the death of who asked is heard by nobody: a dead function never resumes. */
export function whileAlive(answer: Answer, isAlive: () => boolean): Answer {
  if (answer.kind !== 'answer' || answer.feed === undefined) return answer;
  const { feed } = answer;
  return {
    ...answer,
    feed: {
      ...feed,
      open: ({ piece, end, cut }) =>
        feed.open({
          piece: (bytes) => void (isAlive() && piece(bytes)),
          end: () => void (isAlive() && end()),
          cut: () => void (isAlive() && cut()),
        }),
    },
  };
}
