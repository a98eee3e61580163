import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Workshop } from '../../tests/support/workshop';
import { openState, prepareStates } from './frame';
import { areas } from './states';

const folder = join(__dirname, '../../docs/images');
const shown = ['创作 · 写好了', '生成结果', '任务 · 四张', '充值'];
const quality = 82;
const states = Object.values(areas).flat();

/** Photographs the pictures of the README: four phones side by side, and the console with an open trace. */
export async function photographReadme(workshop: Workshop): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const chosen = shown.flatMap((name) => states.filter((state) => state.name === name));
  await prepareStates(workshop, states);
  const phones: string[] = [];
  for (const state of chosen) {
    const { phone, failure } = await openState(workshop, state);
    if (failure !== null) throw new Error(`${state.name} was not reached: ${failure}`);
    await phone.page.waitForLoadState('networkidle');
    const picture = await phone.page.screenshot();
    phones.push(`data:image/png;base64,${picture.toString('base64')}`);
    await phone.page.context().close();
  }
  const board = await workshop.blank({ width: 1240, height: 680 });
  await board.setContent(strip(phones));
  const files = [await save(board, 'phones.jpg')];
  await board.setViewportSize({ width: 1280, height: 800 });
  await board.goto(`${workshop.url}/console#overview`);
  await board.locator('.trace').filter({ hasText: 'photography.generate' }).first().click();
  await board.locator('.waterfall').waitFor();
  files.push(await save(board, 'console.jpg'));
  await board.context().close();
  return files;
}

async function save(page: Page, name: string): Promise<string> {
  const path = join(folder, name);
  await page.screenshot({ path, type: 'jpeg', quality });
  return path;
}

function strip(pictures: string[]): string {
  const phones = pictures.map((source) => `<img src="${source}">`).join('');
  return `<!doctype html><style>
  body { display: flex; gap: 22px; justify-content: center; align-items: center; height: 100vh; margin: 0; background: #ede9e1 }
  img { width: 276px; border-radius: 26px; box-shadow: 0 10px 30px rgb(16 20 24 / 16%) }
</style>${phones}`;
}
