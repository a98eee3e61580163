/** The search starts after this pause in typing. */
const pauseMs = 350;

export type Search = ReturnType<typeof createSearch>;

/** Searches when the user pauses typing. */
export function createSearch(owner: { shown: () => string; find: (query: string) => void }) {
  let timer = 0;
  return {
    type(words: string) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // Not trimmed: the field shows `query`, and a different text would disturb the typing.
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
