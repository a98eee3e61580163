type Named = { id: string; name: string };

export type Names = { characters: Named[]; styles: Named[]; emotions: Named[] };

export const noNames: Names = { characters: [], styles: [], emotions: [] };

export const qualityNames = { standard: '标准', hd: '高清' };

/** The name of a choice; empty for none, and for one that is not offered any more. */
export function nameOf(choices: Named[], id: string): string {
  return choices.find((choice) => choice.id === id)?.name ?? '';
}

/** Joins what is there: `绘本 · 温暖 · 3:4`. */
export function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
