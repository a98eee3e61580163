/** What the editor edits: the place of a photograph, or the template of a task's text. */
export type DraftKind = 'scene' | 'template';

export function toDraftKind(kind: string | undefined): DraftKind {
  return kind === 'template' ? 'template' : 'scene';
}
