import { commonAttributes, isBuiltInTag, tagDefinition, templateTags } from '../tags';
import { BuildError, type Warn } from './error';
import type { Unit } from './units';
import type { WxmlAttribute, WxmlTag } from './wxml';

/** Attributes handled by the template language or the component framework. */
const ofTheFramework =
  /^(?:wx:|data-|mark:|generic:|change:|let:|slot:|bind|catch|mut-bind|capture-(?:bind|catch|mut-bind))|^(?:id|class|style|slot|is|extra-attr)$/;

/** Refuses an undefined tag, which a phone would silently show as an empty box. */
export function checkTags(file: string, tags: WxmlTag[], { config }: Unit): void {
  const generics = Object.keys(config.componentGenerics ?? {});
  const known = new Set([...templateTags, ...generics, ...Object.keys(config.usingComponents)]);
  for (const { name, line, column } of tags) {
    if (known.has(name) || isBuiltInTag(name)) continue;
    const advice = name.includes('-') ? 'add it to usingComponents, or' : 'if WeChat has it,';
    throw new BuildError(
      file,
      `unknown component <${name}>: ${advice} build it in devtools/simulator/runtime/components`,
      line,
      column,
    );
  }
}

/** Warns of every attribute of a built-in tag, and of every value, that has no effect here. */
export function checkAttributes(file: string, tags: WxmlTag[], warn: Warn): void {
  for (const tag of tags) {
    const definition = tagDefinition(tag.name);
    if (definition === undefined) continue;
    if (definition.limits !== undefined)
      warn(file, `<${tag.name}> ${definition.limits} in the simulator`, tag.line, tag.column);
    const watched = new Set(
      tag.attributes.flatMap(({ name }) => (name.startsWith('change:') ? [name.slice(7)] : [])),
    );
    for (const attribute of tag.attributes) {
      const problem = watched.has(attribute.name) ? undefined : problemOf(tag.name, attribute);
      if (problem !== undefined) warn(file, problem, attribute.line, attribute.column);
    }
  }
}

function problemOf(tag: string, { name, value }: WxmlAttribute): string | undefined {
  const { attributes = {}, inert = [], values = {} } = tagDefinition(tag) ?? {};
  if (ofTheFramework.test(name)) return undefined;
  const property = name
    .replace(/^model:/, '')
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (inert.includes(property)) return undefined;
  if (!Object.hasOwn(attributes, property) && !Object.hasOwn(commonAttributes, property))
    return `<${tag} ${name}> is not built in the simulator: it is ignored here`;
  const accepted = Object.hasOwn(values, property) ? values[property] : undefined;
  if (accepted === undefined || value === undefined || value === '' || value.includes('{{'))
    return undefined;
  return accepted.includes(value)
    ? undefined
    : `<${tag} ${name}="${value}"> is not built in the simulator`;
}

/**
 * The names of a unit's data that its template passes to components. As on a phone, functions under these names reach
 * the component; all other functions do not reach the view.
 */
export function namesPassedOn(tags: WxmlTag[]): string[] {
  const names = tags
    .filter(({ name }) => !isBuiltInTag(name) && !templateTags.has(name))
    .flatMap(({ attributes }) => attributes)
    .flatMap(({ name, value = '' }) => (name.startsWith('bind') ? [] : expressions(value)))
    .flatMap((expression) => expression.match(/(?<![\w$.'"])[A-Za-z_$][\w$]*/g) ?? []);
  return [...new Set(names)];
}

function expressions(value: string): string[] {
  return [...value.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, expression = '']) => expression);
}
