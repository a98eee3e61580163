import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkshop } from '../tests/support/workshop';
import type { PhoneOptions, Workshop } from '../tests/support/workshop';
import { ensureBrowser } from './browser';
import { states } from './screens/states';
import { failScript } from './fail';

const folder = join(__dirname, '../screens/sheet');

type Look = Required<Pick<PhoneOptions, 'width' | 'height' | 'colorScheme'>> & { name: string };

const looks: Look[] = [
  { name: '375', width: 375, height: 812, colorScheme: 'light' },
  { name: '375-dark', width: 375, height: 812, colorScheme: 'dark' },
  { name: '320', width: 320, height: 568, colorScheme: 'light' },
  { name: '320-dark', width: 320, height: 568, colorScheme: 'dark' },
  { name: '430-dark', width: 430, height: 932, colorScheme: 'dark' },
];

/** Every page and state in every look, as single pictures and as one contact sheet for each look. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const chosen = looks.filter(({ name }) => (values.only ?? name) === name);
  if (chosen.length === 0) {
    console.error(`--only takes one of ${looks.map(({ name }) => name).join(', ')}`);
    process.exitCode = 1;
    return;
  }
  ensureBrowser();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const workshop = await openWorkshop();
  try {
    for (const state of states) await state.prepare?.(workshop);
    for (const look of chosen) {
      console.log(await contactSheet(workshop, look));
    }
  } finally {
    await workshop.close();
  }
}

async function contactSheet(workshop: Workshop, look: Look): Promise<string> {
  const { width, height, colorScheme, name } = look;
  const pictures: { title: string; file: string }[] = [];
  for (const [index, state] of states.entries()) {
    const path = state.path === undefined ? {} : { path: state.path };
    const phone = await workshop.phone(state.who, { width, height, colorScheme, ...path });
    const file = `${name}-${String(index + 1).padStart(2, '0')}.png`;
    try {
      await state.reach?.(phone, workshop);
    } catch (error) {
      console.error(
        `${state.name} (${name}) was not reached: ${String(error).split('\n')[0] ?? ''}`,
      );
      process.exitCode = 1;
    }
    // Pictures of the cloud come after the text.
    if (state.isPassing !== true) await phone.page.waitForLoadState('networkidle');
    await phone.page.waitForTimeout(400);
    await phone.page.screenshot({ path: join(folder, file) });
    await phone.page.context().close();
    pictures.push({ title: state.name, file });
  }
  const html = join(folder, `${name}.html`);
  writeFileSync(html, sheet(pictures, look));
  const board = await workshop.blank({ width: 1720, height: 1200 });
  await board.goto(`file://${html}`);
  const target = join(folder, `contact-sheet-${name}.png`);
  await board.screenshot({ path: target, fullPage: true });
  await board.context().close();
  return target;
}

function sheet(pictures: { title: string; file: string }[], { width, name }: Look): string {
  const shown = Math.round(width * 0.7);
  const cells = pictures.map(
    ({ title, file }) =>
      `<figure><img src="${file}" width="${shown}"><figcaption>${title}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>${name}</title>
<style>
  body { margin: 24px; background: #8a8f96; font: 15px sans-serif; display: flex; flex-wrap: wrap; gap: 20px }
  figure { margin: 0 } img { display: block; border-radius: 18px } figcaption { padding: 8px 4px; color: #fff }
</style>
${cells.join('\n')}
`;
}

main().catch(failScript);
