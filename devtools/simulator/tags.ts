/** The tags and attributes of WeChat: the build checks templates against them, the runtime registers them. */

import { tagDefinitions, type AttributeValue, type TagDefinition } from './tag-definitions';

export type TagName = keyof typeof tagDefinitions;

export function tagDefinition(name: string): TagDefinition | undefined {
  return Object.hasOwn(tagDefinitions, name) ? tagDefinitions[name as TagName] : undefined;
}

export const isBuiltInTag = (name: string): boolean => Object.hasOwn(tagDefinitions, name);

/** Tags of the template language itself. */
export const templateTags: ReadonlySet<string> = new Set([
  'block',
  'import',
  'include',
  'slot',
  'template',
  'wxs',
]);

const ariaNames =
  'label hidden live atomic checked selected disabled expanded modal pressed valuenow valuemin valuemax valuetext labelledby describedby haspopup controls current invalid required level';
export const ariaAttributes = ariaNames.split(' ');

/** Attributes that work on every tag. */
export const commonAttributes: Record<string, AttributeValue> = {
  hidden: false,
  hoverClass: 'none',
  hoverStopPropagation: false,
  hoverStartTime: 50,
  hoverStayTime: 400,
  animation: null,
  role: null,
  ariaRole: null,
  tabindex: null,
  ...Object.fromEntries(ariaAttributes.map((name) => [ariaProperty(name), null])),
};

export function ariaProperty(name: string): string {
  return `aria${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
