import type { Answer } from './http';

/** Receives a body. */
export type Listener = { piece(bytes: Buffer): void; end(): void; cut(): void };

/** A body that is streamed once it has a listener. */
export type Feed = {
  open(listener: Listener): void;
  /** The listener has disconnected. */
  close(): void;
};

/** Replies after the death of their caller are dropped: a dead function never resumes. */
export function whileAlive(answer: Answer, isAlive: () => boolean): Answer {
  if (answer.kind !== 'answer' || answer.feed === undefined) return answer;
  const { feed } = answer;
  return {
    ...answer,
    feed: {
      ...feed,
      open(listener) {
        feed.open({
          piece(bytes) {
            if (isAlive()) listener.piece(bytes);
          },
          end() {
            if (isAlive()) listener.end();
          },
          cut() {
            if (isAlive()) listener.cut();
          },
        });
      },
    },
  };
}
