import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkshop } from '../tests/support/workshop';
import type { Workshop } from '../tests/support/workshop';
import { ensureBrowser } from './browser';
import { failScript } from './fail';
import { openState, prepareStates } from './screens/frame';
import { photographReadme } from './screens/readme';
import type { State } from './screens/state';
import { areas } from './screens/states';

const folder = join(__dirname, '../screens/sheet');
const sizes = [
  { width: 320, height: 568 },
  { width: 375, height: 812 },
  { width: 430, height: 932 },
];
/** Taller phones have a notch and a home indicator. */
const notchedRatio = 1.9;
/** Of other widths: tablets and computers. */
const usualHeight = 900;
const colorSchemes = ['light', 'dark'] as const;

const help = `npm run screens -- [--area AREA] [--widths 360,768] [--text 1.3] [--readme]

Photographs every page and state at 320, 375 and 430 px, in light and dark, into screens/sheet/.

  --area AREA    only these: ${Object.keys(areas).join(', ')}
  --widths LIST  other widths than these, e.g. 768,1280
  --text SCALE   larger text, as a person sets it in WeChat
  --readme       makes the pictures of the README instead, in docs/images/
`;

/** One state with the picture files of all its sizes and themes. */
type Row = { name: string; files: string[] };

/**
 * Every page and state at three widths, in light and dark: single pictures, a contact sheet for each area, and
 * `index.html` with all of them. `--area` makes one area, `--widths 320,1024` other widths, `--text 1.3`
 * larger text, `--readme` the pictures of the README instead.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      area: { type: 'string' },
      readme: { type: 'boolean' },
      help: { type: 'boolean' },
      text: { type: 'string' },
      widths: { type: 'string' },
    },
  });
  if (values.help === true) {
    console.log(help);
    return;
  }
  const chosen = Object.keys(areas).filter((area) => (values.area ?? area) === area);
  if (chosen.length === 0) {
    console.error(`--area takes one of ${Object.keys(areas).join(', ')}`);
    process.exitCode = 1;
    return;
  }
  const wanted = values.widths === undefined ? sizes : values.widths.split(',').map(toSize);
  if (!wanted.every(({ width }) => width >= 320 && width <= 2_000)) {
    console.error('--widths takes numbers from 320 to 2000, separated by commas');
    process.exitCode = 1;
    return;
  }
  const textScale = Number(values.text ?? 1);
  if (!(textScale >= 1 && textScale <= 1.5)) {
    console.error('--text takes a number from 1 to 1.5');
    process.exitCode = 1;
    return;
  }
  ensureBrowser();
  if (values.readme === true) {
    await withWorkshop(async (workshop) =>
      console.log((await photographReadme(workshop)).join('\n')),
    );
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await withWorkshop(async (workshop) => {
    const sheets: string[] = [];
    for (const area of chosen) {
      await prepareStates(workshop, areas[area] ?? []).catch((error: unknown) => {
        console.error(`${area} is not prepared: ${String(error)}`);
        process.exitCode = 1;
      });
      const rows: Row[] = [];
      for (const [index, state] of (areas[area] ?? []).entries()) {
        const prefix = `${area}-${String(index + 1).padStart(2, '0')}`;
        rows.push(await photograph(workshop, state, prefix, wanted, textScale));
      }
      console.log(await contactSheet(workshop, area, rows));
      sheets.push(`<h2>${area}</h2>${cells(rows)}`);
    }
    writeFileSync(join(folder, 'index.html'), document('all pages', sheets.join('\n')));
    console.log(join(folder, 'index.html'));
  });
}

function toSize(text: string): (typeof sizes)[number] {
  const width = Number(text);
  return sizes.find((size) => size.width === width) ?? { width, height: usualHeight };
}

async function withWorkshop(use: (workshop: Workshop) => Promise<void>): Promise<void> {
  const workshop = await openWorkshop();
  try {
    await use(workshop);
  } finally {
    await workshop.close();
  }
}

/** Reaches the state once and photographs it in every size and theme. */
async function photograph(
  workshop: Workshop,
  state: State,
  prefix: string,
  wanted: typeof sizes,
  textScale: number,
): Promise<Row> {
  const row: Row = { name: state.name, files: [] };
  const { phone, failure } = await openState(workshop, state, {
    query: { text: String(textScale) },
  });
  if (failure !== null) {
    console.error(`${state.name} was not reached: ${failure}`);
    process.exitCode = 1;
  }
  const { page } = phone;
  // Pictures from the cloud appear after the text.
  if (state.isPassing !== true) await page.waitForLoadState('networkidle');
  for (const size of wanted) {
    const insets = size.height / size.width > notchedRatio;
    await page.evaluate(`__workshop.updateSettings(${JSON.stringify({ insets })})`);
    await page.setViewportSize(size);
    for (const colorScheme of colorSchemes) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(200);
      const file = `${prefix}-${size.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file) });
      row.files.push(file);
    }
  }
  await page.context().close();
  return row;
}

async function contactSheet(workshop: Workshop, area: string, rows: Row[]): Promise<string> {
  const html = join(folder, `${area}.html`);
  writeFileSync(html, document(area, cells(rows)));
  const board = await workshop.blank({ width: 1720, height: 1200 });
  await board.goto(`file://${html}`);
  const target = join(folder, `contact-sheet-${area}.png`);
  await board.screenshot({ path: target, fullPage: true });
  await board.context().close();
  return target;
}

function cells(rows: Row[]): string {
  return rows
    .map(({ name, files }) => {
      const pictures = files.map((file) => `<img src="${file}">`).join('');
      return `<figure><figcaption>${name}</figcaption>${pictures}</figure>`;
    })
    .join('\n');
}

function document(title: string, body: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>
  body { margin: 24px; background: #8a8f96; color: #fff; font: 15px sans-serif }
  figure { display: inline-flex; gap: 8px; align-items: start; margin: 0 24px 24px 0 }
  figcaption { width: 72px } img { width: 112px; border-radius: 8px }
</style>
${body}
`;
}

main().catch(failScript);
