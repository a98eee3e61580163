import postcss from 'postcss';
import type { Declaration, Rule } from 'postcss';
import selectorParser from 'postcss-selector-parser';
import { listChildren } from './template-tree';
import type { TemplateElement } from './template-tree';

/**
 * Flex boxes support `gap` since iOS 14.5. The build replaces it by a margin between siblings: it marks the children of
 * each element that has the class of such a box, and turns `.row { gap: 8rpx }` into `.row .gap-0 + .gap-0 {
 * margin-left: 8rpx }`. Each mark belongs to one box, so boxes may be nested, and a scroll view may insert its own
 * elements between the box and its children.
 */
export type GapRule = {
  classes: readonly string[];
  mark: string;
  side: Side;
  /** Classes that already have a margin on that side. */
  spaced: readonly (readonly string[])[];
};

export type LoweredStyles = { css: string; rules: GapRule[] };

type Side = 'margin-left' | 'margin-top';

type Direction = 'row' | 'column';

/** `prefix` distinguishes the marks of two style sheets that apply to one template. */
export function lowerGaps(css: string, file: string, prefix = 'gap'): LoweredStyles {
  const root = postcss.parse(css, { from: file });
  const rules: GapRule[] = [];
  root.walkRules((rule) => {
    const gaps = declarationsOf(rule).filter(({ prop }) => /^((row|column)-)?gap$/.test(prop));
    if (gaps.length === 0 || isGrid(rule, root)) return;
    const refuse = (reason: string): never => {
      const line = gaps[0]?.source?.start?.line ?? 0;
      throw new Error(`${file}:${line}: gap in a flex box ${reason}: iOS 14.0 needs margins there`);
    };
    if (valueOf(rule, root, 'flex-wrap')?.startsWith('wrap') === true) refuse('that wraps');
    const flow = valueOf(rule, root, 'flex-direction') ?? 'row';
    if (flow !== 'row' && flow !== 'column') refuse(`with ${flow}`);
    const direction = flow as Direction;
    for (const selector of rule.selectors) {
      const classes = lastClasses(selector) ?? refuse(`of “${selector}”, which ends in no class`);
      const mark = `${prefix}-${rules.length}`;
      const [side, other]: [Side, Side] =
        direction === 'row' ? ['margin-left', 'margin-top'] : ['margin-top', 'margin-left'];
      // A more specific rule may change the direction: `.foot { gap }` and `.foot.waiting { flex-direction: column; gap
      // }`.
      const isTurned = rules.some((earlier) => isPart(earlier.classes, classes));
      const margins = `${side}: ${gapAlong(direction, gaps)}${isTurned ? `; ${other}: 0` : ''}`;
      rules.push({ classes, mark, side, spaced: spacedOn(side, root) });
      lastOf(rule, root).after(`${selector} .${mark} + .${mark} { ${margins} }`);
    }
    for (const gap of gaps) gap.remove();
  });
  return { css: root.toString(), rules };
}

/** Adds a mark to each child of a box that has a rule. */
export function markGaps(wxml: string, file: string, rules: readonly GapRule[]): string {
  const edits: { at: number; text: string }[] = [];
  for (const { element, children, hasText } of listChildren(wxml)) {
    const own = rules.filter(({ classes }) => classes.every((name) => element.classes.has(name)));
    const marks = own.map(({ mark }) => mark);
    if (marks.length === 0) continue;
    const box = `${file}:${element.line}: the flex box “${[...element.classes].join(' ')}” has a gap and`;
    if (hasText && children.length > 0) throw new Error(`${box} bare text: put it into <text>`);
    for (const [index, child] of children.entries()) {
      const spaced = own.find((rule) =>
        rule.spaced.some((classes) => classes.every((name) => child.classes.has(name))),
      );
      if (index > 0 && spaced !== undefined) {
        throw new Error(
          `${box} a child with a ${spaced.side} of its own: use padding or another side`,
        );
      }
      if (child.name === 'slot') throw new Error(`${box} a <slot>: space its content with margins`);
      if (child.isHideable) throw new Error(`${box} a child with hidden: use wx:if`);
      edits.push(classEdit(child, marks.join(' ')));
    }
  }
  return edits
    .sort((left, right) => right.at - left.at)
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), wxml);
}

function classEdit(child: TemplateElement, marks: string): { at: number; text: string } {
  return child.classEnd === null
    ? { at: child.nameEnd, text: ` class="${marks}"` }
    : { at: child.classEnd, text: ` ${marks}` };
}

function declarationsOf(rule: Rule): Declaration[] {
  return rule.nodes.filter((node) => node.type === 'decl');
}

/** The property's value in the rule itself or in another rule of the sheet for the same element. */
function valueOf(rule: Rule, root: postcss.Root, property: string): string | undefined {
  const classes = rule.selectors.map(lastClasses);
  const found: string[] = [];
  root.walkDecls(property, (declaration) => {
    const owner = declaration.parent;
    if (owner?.type !== 'rule') return;
    const meets = owner.selectors
      .map(lastClasses)
      .some(
        (names) => names !== null && classes.every((own) => own !== null && isPart(names, own)),
      );
    if (owner === rule || meets) found.push(declaration.value);
  });
  return found.at(-1);
}

function isGrid(rule: Rule, root: postcss.Root): boolean {
  return valueOf(rule, root, 'display')?.endsWith('grid') === true;
}

/** The node after which the margin is inserted: the rule, or the at-rule that contains it. */
function lastOf(rule: Rule, root: postcss.Root): postcss.ChildNode {
  return rule.parent === root ? rule : (rule.parent as postcss.ChildNode);
}

/** Classes of the sheet with a margin on this side, set by `margin` or by the side's own property. */
function spacedOn(side: Side, root: postcss.Root): string[][] {
  const found: string[][] = [];
  root.walkDecls(/^margin(-left|-top)?$/, ({ prop, value, parent }) => {
    const [top = '0', right = top, , left = right] = postcss.list.space(value);
    const length = prop === 'margin' ? (side === 'margin-top' ? top : left) : value;
    const isSame = prop === 'margin' || prop === side;
    if (!isSame || /^0\w*$/.test(length) || parent?.type !== 'rule') return;
    found.push(...parent.selectors.flatMap((selector) => [lastClasses(selector) ?? []]));
  });
  return found.filter((classes) => classes.length > 0);
}

function isPart(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((name) => whole.includes(name));
}

/** The classes of the element that a selector matches: for `.page .foot.waiting` those of the foot. */
function lastClasses(selector: string): string[] | null {
  const [parsed] = selectorParser().astSync(selector).nodes;
  const nodes = parsed?.nodes ?? [];
  const start = nodes.map(({ type }) => type).lastIndexOf('combinator') + 1;
  const compound = nodes.slice(start);
  const classes = compound.flatMap((node) => (node.type === 'class' ? [node.value] : []));
  return classes.length > 0 && classes.length === compound.length ? classes : null;
}

/** `gap: 8rpx 12rpx` is 8 between rows and 12 between columns. */
function gapAlong(direction: Direction, gaps: readonly Declaration[]): string {
  const along = direction === 'row' ? 'column-gap' : 'row-gap';
  const values = gaps.flatMap(({ prop, value }) => {
    if (prop === along) return [value];
    if (prop !== 'gap') return [];
    const [rows = '0', columns = rows] = postcss.list.space(value);
    return [direction === 'row' ? columns : rows];
  });
  return values.at(-1) ?? '0';
}
