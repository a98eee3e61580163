import type { GeneralComponent } from 'glass-easel';
import { underlying } from '../engine/events';
import { share } from '../router/share';
import { drawAvatar } from './avatars';
import { phoneFiles } from './files';
import { element, tapTarget } from '../../dom';
import { openDialog } from './overlay';
import { authSetting, scopeName, setPermission } from './permissions';
import { pickFiles } from './file-picker';
import { privacy } from './privacy';

/** The functions of this file implement `open-type` of a `<button>`. */

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

/** Resolves with the temporary path of the chosen avatar; undefined when none was chosen. */
export async function chooseAvatar(): Promise<string | undefined> {
  if (!(await privacy.request('chooseAvatar'))) return undefined;
  const choice = await openDialog<string>('sheet avatar-sheet', (close) => [
    element('div', 'sheet-title', '获取你的昵称、头像'),
    tapTarget('sheet-item', '用微信头像', () => close('wechat')),
    tapTarget('sheet-item', '从相册选择', () => close('album')),
    tapTarget('sheet-item sheet-cancel', '取消', () => close(undefined)),
  ]);
  if (choice === 'wechat') return phoneFiles.add(await drawAvatar(), 'png');
  if (choice !== 'album') return undefined;
  const [file] = await pickFiles('image/*', 1);
  return file === undefined ? undefined : phoneFiles.add(file);
}

/** The settings page of the mini-program, with one switch per requested scope. */
export async function openSettings(): Promise<Record<string, boolean>> {
  await openDialog('sheet settings-sheet', (close) => [
    element('div', 'sheet-title', '设置'),
    ...Object.entries(authSetting()).map(([scope, isGranted]) => {
      const box = element('input', '');
      box.type = 'checkbox';
      box.checked = isGranted;
      box.addEventListener('change', () => setPermission(scope, box.checked));
      return element('label', 'sheet-item settings-row', scopeName(scope), box);
    }),
    tapTarget('sheet-item sheet-cancel', '完成', () => close(undefined)),
  ]);
  return authSetting();
}
