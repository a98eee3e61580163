import { applyEdits, type Edit } from './syntax-tree';

export type Place = { line: number; column: number };
export type WxmlAttribute = Place & { name: string; value: string | undefined };
export type WxmlTag = Place & { name: string; attributes: WxmlAttribute[] };
export type WxmlScan = { source: string; tags: WxmlTag[] };

const comment = /<!--[\s\S]*?-->/y;
const inlineScript = /<wxs\b(?:"[^"]*"|'[^']*'|[^>"'])*>[\s\S]*?<\/wxs\s*>/y;
const openTag = /<([A-Za-z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/y;
const attribute = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;
const eventWithoutColon = /^(?:capture-)?(?:mut-bind|bind|catch)(?=[A-Za-z_])/;

/**
 * Lists the tags of a template and rewrites `bindtap` to `bind:tap`: on a component the compiler takes the form without
 * a colon for a property, and our built-in tags are components.
 */
export function scanWxml(source: string): WxmlScan {
  const tags: WxmlTag[] = [];
  const edits: Edit[] = [];
  const placeOf = placer(source);
  let position = 0;
  while (position < source.length) {
    const start = source.indexOf('<', position);
    if (start < 0) break;
    const skipped = matchAt(comment, source, start) ?? matchAt(inlineScript, source, start);
    const tag = skipped === undefined ? matchAt(openTag, source, start) : undefined;
    if (tag !== undefined) {
      const [, name = '', text = ''] = tag;
      const offset = start + 1 + name.length;
      const found = [...text.matchAll(attribute)].map((match) => ({
        name: match[1] ?? '',
        value: match[2] ?? match[3] ?? match[4],
        start: offset + match.index,
      }));
      tags.push({
        name,
        ...placeOf(start),
        attributes: found.map(({ start: at, ...rest }) => ({ ...rest, ...placeOf(at) })),
      });
      edits.push(...found.flatMap(colonEdit));
    }
    position = start + ((skipped ?? tag)?.[0].length ?? 1);
  }
  return { source: applyEdits(source, edits), tags };
}

function colonEdit({ name, start }: { name: string; start: number }): Edit[] {
  const prefix = eventWithoutColon.exec(name)?.[0];
  if (prefix === undefined) return [];
  const place = start + prefix.length;
  return [{ start: place, end: place, text: ':' }];
}

function matchAt(pattern: RegExp, source: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(source) ?? undefined;
}

function placer(source: string): (position: number) => Place {
  const ends = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return (position) => {
    const line = ends.findIndex((end) => end >= position);
    const index = line < 0 ? ends.length : line;
    return { line: index + 1, column: position - (ends[index - 1] ?? -1) };
  };
}
