/** Typing goes on for as long as no pause is longer than this. */
const pauseMs = 350;

export type Search = ReturnType<typeof createSearch>;

/** Words to look for, asked for when their typing pauses. */
export function createSearch(owner: { shown: () => string; find: (query: string) => void }) {
  let timer = 0;
  return {
    type(words: string) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // As they were typed: what differs from the field would disturb the typing.
        if (words.trim() !== owner.shown().trim()) owner.find(words);
      }, pauseMs);
    },
    clear() {
      clearTimeout(timer);
      if (owner.shown() !== '') owner.find('');
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
