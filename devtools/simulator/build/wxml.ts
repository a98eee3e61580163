import { applyEdits, type Edit } from './syntax-tree';

export type WxmlTag = { name: string; line: number; column: number };
export type WxmlScan = { source: string; tags: WxmlTag[] };

const comment = /<!--[\s\S]*?-->/y;
const inlineScript = /<wxs\b(?:"[^"]*"|'[^']*'|[^>"'])*>[\s\S]*?<\/wxs\s*>/y;
const openTag = /<([A-Za-z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/y;
const attributeName = /([^\s"'=<>/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?/g;
const eventWithoutColon = /^(?:capture-)?(?:mut-bind|bind|catch)(?=[A-Za-z_])/;

/**
 * Lists the tags of a template and writes `bindtap` as `bind:tap`: the compiler takes the form without a colon
 * for a property when it stands on a component, and our built-in tags are components.
 */
export function scanWxml(source: string): WxmlScan {
  const tags: WxmlTag[] = [];
  const edits: Edit[] = [];
  let position = 0;
  while (position < source.length) {
    const start = source.indexOf('<', position);
    if (start < 0) break;
    const skipped = matchAt(comment, source, start) ?? matchAt(inlineScript, source, start);
    const tag = skipped === undefined ? matchAt(openTag, source, start) : undefined;
    if (tag !== undefined) {
      const [, name = '', attributes = ''] = tag;
      tags.push({ name, ...placeOf(source, start) });
      edits.push(...colonEdits(attributes, start + 1 + name.length));
    }
    position = start + ((skipped ?? tag)?.[0].length ?? 1);
  }
  return { source: applyEdits(source, edits), tags };
}

function colonEdits(attributes: string, offset: number): Edit[] {
  return [...attributes.matchAll(attributeName)].flatMap(({ 1: name = '', index }) => {
    const prefix = eventWithoutColon.exec(name)?.[0];
    if (prefix === undefined) return [];
    const place = offset + index + prefix.length;
    return [{ start: place, end: place, text: ':' }];
  });
}

function matchAt(pattern: RegExp, source: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(source) ?? undefined;
}

function placeOf(source: string, position: number): { line: number; column: number } {
  const before = source.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
