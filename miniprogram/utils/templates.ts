import type { Template } from '../../cloudfunctions/shared/contracts/aiGenerate';
import type { Draft } from './draft';
import { heightPercent } from './size';

export type TemplateCard = {
  id: string;
  title: string;
  picture: string;
  heightPercent: number;
};

export function toTemplateCard({ id, title, imageUrl, size }: Template): TemplateCard {
  return { id, title, picture: imageUrl, heightPercent: heightPercent(size) };
}

/** The draft that a template fills in. */
export function templateDraft(template: Template): Partial<Draft> {
  const { prompt, character, style, emotion, size } = template;
  return { prompt, character, style, emotion, size };
}
