import { appStore } from '../engine/app-store';
import { settings, updateSettings } from './settings';
import { askModal } from './modal';

const storageKey = (): string => `permissions:${settings.user}`;

const purposes: Record<string, string> = {
  'scope.writePhotosAlbum': '保存图片或视频到你的相册',
  'scope.camera': '使用你的摄像头',
  'scope.record': '使用你的麦克风',
};

type Grants = Record<string, boolean>;
type SystemPermission = 'album' | 'camera';

/** The scopes that this user has allowed or refused; as in `wx.getSetting`, others are absent. */
export function authSetting(): Grants {
  const granted = JSON.parse(localStorage.getItem(storageKey()) ?? '{}') as Grants;
  for (const scope of settings.denied) if (!isSystem(scope)) granted[scope] = false;
  return granted;
}

export function setPermission(scope: string, isGranted: boolean): void {
  localStorage.setItem(storageKey(), JSON.stringify({ ...authSetting(), [scope]: isGranted }));
  if (isGranted) updateSettings({ denied: settings.denied.filter((denied) => denied !== scope) });
}

/** Asks once per scope; as on a phone, a refusal holds until the settings are changed. */
export async function requestPermission(scope: string): Promise<boolean> {
  const known = authSetting()[scope];
  if (known !== undefined) return known;
  const purpose = purposes[scope];
  if (purpose === undefined) throw new Error(`the scope "${scope}" is not built in the simulator`);
  const isGranted = await askModal({
    title: `${appStore.title} 申请`,
    content: purpose,
    confirmText: '允许',
    cancelText: '拒绝',
  });
  setPermission(scope, isGranted);
  return isGranted;
}

/** Whether the phone denies WeChat the album or the camera. This is a setting of the phone, not a scope of the app. */
export function isSystemDenied(name: SystemPermission): boolean {
  return settings.denied.includes(name);
}

/** The user allows everything in the phone's own settings. */
export function allowSystem(): void {
  updateSettings({ denied: settings.denied.filter((denied) => !isSystem(denied)) });
}

function isSystem(name: string): boolean {
  return name === 'album' || name === 'camera';
}

export function scopeName(scope: string): string {
  return purposes[scope] ?? scope;
}
