import type { GeneralComponent } from 'glass-easel';
import { underlying } from '../engine/events';
import { share } from '../router/share';
import { drawAvatar } from './avatars';
import { phoneFiles } from './files';
import { element, tapTarget } from '../../dom';
import { ask } from './overlay';
import { authSetting, scopeName, setPermission } from './permissions';
import { pickFiles } from './file-picker';
import { privacy } from './privacy';

/** What `open-type` of a `<button>` opens. */

export function shareFromButton(button: GeneralComponent): void {
  const node = underlying(button);
  void share({
    from: 'button',
    target: {
      id: node?.id ?? '',
      dataset: { ...node?.dataset },
    },
  });
}

/** Resolves with the temporary path of the chosen avatar, undefined when nothing was chosen. */
export async function chooseAvatar(): Promise<string | undefined> {
  if (!(await privacy.request('chooseAvatar'))) return undefined;
  const choice = await ask<string>('sheet avatar-sheet', (answer) => [
    element('div', 'sheet-title', '获取你的昵称、头像'),
    tapTarget('sheet-item', '用微信头像', () => answer('wechat')),
    tapTarget('sheet-item', '从相册选择', () => answer('album')),
    tapTarget('sheet-item sheet-cancel', '取消', () => answer(undefined)),
  ]);
  if (choice === 'wechat') return phoneFiles.add(await drawAvatar(), 'png');
  if (choice !== 'album') return undefined;
  const [file] = await pickFiles('image/*', 1);
  return file === undefined ? undefined : phoneFiles.add(file);
}

/** The settings page of the mini-program: switches for what was asked before. */
export async function openSettings(): Promise<Record<string, boolean>> {
  await ask('sheet settings-sheet', (answer) => [
    element('div', 'sheet-title', '设置'),
    ...Object.entries(authSetting()).map(([scope, isGranted]) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.checked = isGranted;
      box.addEventListener('change', () => setPermission(scope, box.checked));
      return element('label', 'sheet-item settings-row', scopeName(scope), box);
    }),
    tapTarget('sheet-item sheet-cancel', '完成', () => answer(undefined)),
  ]);
  return authSetting();
}
