type Choice = { id: string; name: string };

/** The choices that works refer to by id. */
export type ChoiceNames = { characters: Choice[]; styles: Choice[]; emotions: Choice[] };

export const noChoiceNames: ChoiceNames = { characters: [], styles: [], emotions: [] };

/** The name of a choice; empty for none, and for one that is no longer offered. */
export function nameOf(choices: Choice[], id: string): string {
  return choices.find((choice) => choice.id === id)?.name ?? '';
}

/** Joins the parts that are not empty: `绘本 · 温暖 · 3:4`. */
export function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter((part) => part != null && part !== '').join(' · ');
}
