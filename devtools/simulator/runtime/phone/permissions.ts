import { settings, updateSettings } from './settings';
import { askModal } from './modal';

const storageKey = (): string => `permissions:${settings.user}`;

const questions: Record<string, string> = {
  'scope.writePhotosAlbum': '保存图片或视频到你的相册',
  'scope.camera': '使用你的摄像头',
  'scope.record': '使用你的麦克风',
};

type Granted = Record<string, boolean>;

/** What this user has allowed or refused; never asked scopes are absent, as in `wx.getSetting`. */
export function authSetting(): Granted {
  const granted = JSON.parse(localStorage.getItem(storageKey()) ?? '{}') as Granted;
  for (const scope of settings.denied) granted[scope] = false;
  return granted;
}

export function setPermission(scope: string, isGranted: boolean): void {
  localStorage.setItem(storageKey(), JSON.stringify({ ...authSetting(), [scope]: isGranted }));
  if (isGranted) updateSettings({ denied: settings.denied.filter((denied) => denied !== scope) });
}

/** Asks once; a refusal stands until it is changed in the settings, as on a phone. */
export async function requestPermission(scope: string): Promise<boolean> {
  const known = authSetting()[scope];
  if (known !== undefined) return known;
  const question = questions[scope];
  if (question === undefined) throw new Error(`the scope "${scope}" is not built in the simulator`);
  const isGranted = await askModal({
    title: 'AI 影像工坊 申请',
    content: question,
    confirmText: '允许',
    cancelText: '拒绝',
  });
  setPermission(scope, isGranted);
  return isGranted;
}

export function scopeName(scope: string): string {
  return questions[scope] ?? scope;
}
