/** What the editor edits: a scene (the place of a photograph), or the prompt template of a task. */
export type DraftKind = 'scene' | 'template';

export function toDraftKind(kind: string | undefined): DraftKind {
  return kind === 'template' ? 'template' : 'scene';
}
