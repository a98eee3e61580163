import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../miniprogram');
const templates = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.wxml'))
  .sort();

type Tag = { name: string; attributes: string; line: number };

describe('the templates, for screen readers', () => {
  it.each(templates)('gives a role to everything that answers a tap: %s', (path) => {
    const silent = tagsOf(path)
      // Components and native buttons have roles of their own.
      .filter(({ name }) => ['view', 'text', 'image', 'scroll-view'].includes(name))
      .filter(({ attributes }) => /\b(bind|catch):?tap=/.test(attributes))
      .filter(({ attributes }) => !/\baria-role=/.test(attributes));

    expect(silent).toEqual([]);
  });

  it.each(templates)('names every picture or hides it: %s', (path) => {
    const silent = tagsOf(path)
      .filter(({ name }) => name === 'image')
      .filter(({ attributes }) => !/\baria-(label|hidden)=/.test(attributes));

    expect(silent).toEqual([]);
  });

  it.each(templates)('reacts to a touch at once if it can be pressed: %s', (path) => {
    const numb = tagsOf(path)
      .filter(({ attributes }) => /\baria-role="button"/.test(attributes))
      .filter(({ attributes }) => !/\bhover-class=/.test(attributes));

    expect(numb).toEqual([]);
  });
});

function tagsOf(path: string): Tag[] {
  const text = readFileSync(join(root, path), 'utf8');
  const opening = /<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g;
  return [...text.matchAll(opening)].map(({ 1: name = '', 2: attributes = '', index }) => ({
    name,
    attributes: attributes.trim(),
    line: text.slice(0, index).split('\n').length,
  }));
}
