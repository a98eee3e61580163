/** An opening tag of a template, with the positions where a class can be added. */
export type TemplateElement = {
  name: string;
  line: number;
  /** Every class that the element can have: words of the attribute, and those in expressions. */
  classes: Set<string>;
  nameEnd: number;
  /** The position after the last character of the `class` value; null without the attribute. */
  classEnd: number | null;
  isHideable: boolean;
};

export type TemplateBox = {
  element: TemplateElement;
  /** Direct children; those in a `<block>` count as its parent's. */
  children: TemplateElement[];
  hasText: boolean;
};

const skipped = /<!--[\s\S]*?-->|<wxs\b(?:"[^"]*"|'[^']*'|[^>"'])*>[\s\S]*?<\/wxs\s*>/y;
const tag = /<(\/?)([A-Za-z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/y;
const text = /(?:\{\{[\s\S]*?\}\}|[^<{]|\{)+/y;
/** Tags that create no node. */
const transparent = new Set(['block', 'template', 'include', 'import']);

/** All elements of a template with their direct children. */
export function listChildren(wxml: string): TemplateBox[] {
  const boxes: TemplateBox[] = [];
  const open: { name: string; box: TemplateBox | null }[] = [];
  const parent = () =>
    open.filter(({ box, name }) => box !== null || name === 'template').at(-1)?.box;
  for (let at = 0; at < wxml.length;) {
    const found = matchAt(skipped, wxml, at) ?? matchAt(text, wxml, at) ?? matchAt(tag, wxml, at);
    if (found === null) throw new Error(`Not a template at “${wxml.slice(at, at + 40)}”`);
    if (found[2] !== undefined) {
      const [, closing = '', name, attributes = '', selfClosing = ''] = found;
      if (closing !== '') {
        open.splice(open.map((entry) => entry.name).lastIndexOf(name));
      } else {
        const box = transparent.has(name)
          ? null
          : { element: elementOf(wxml, at, name, attributes), children: [], hasText: false };
        if (box !== null) {
          parent()?.children.push(box.element);
          boxes.push(box);
        }
        if (selfClosing === '') open.push({ name, box });
      }
    } else if (!found[0].startsWith('<') && found[0].trim() !== '') {
      const box = parent();
      if (box !== undefined && box !== null) box.hasText = true;
    }
    at += found[0].length;
  }
  return boxes;
}

function elementOf(wxml: string, at: number, name: string, attributes: string): TemplateElement {
  const nameEnd = at + 1 + name.length;
  const found = /(?:^|\s)class\s*=\s*("[^"]*"|'[^']*')/.exec(attributes);
  const value = found?.[1]?.slice(1, -1) ?? '';
  return {
    name,
    line: wxml.slice(0, at).split('\n').length,
    classes: classesIn(value),
    nameEnd,
    classEnd: found === null ? null : nameEnd + found.index + found[0].length - 1,
    isHideable: /(?:^|\s)hidden(?=[\s=]|$)/.test(attributes),
  };
}

/** `row {{isOn ? 'on' : ''}}` can give `row` and `on`. */
function classesIn(value: string): Set<string> {
  const fixed = value.replace(/\{\{[\s\S]*?\}\}/g, ' ');
  const chosen = [...value.matchAll(/\{\{([\s\S]*?)\}\}/g)].flatMap(([, expression = '']) =>
    [...expression.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? ''),
  );
  return new Set([fixed, ...chosen].flatMap((words) => words.split(/\s+/)).filter(Boolean));
}

function matchAt(pattern: RegExp, source: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(source);
}
