import { appStore } from '../engine/app-store';
import { screen } from '../phone/frame';
import { phoneWidth } from '../phone/geometry';
import { keyboard } from '../phone/keyboard';
import { onSettingsChange, settings } from '../phone/settings';
import { theme, type Theme } from '../phone/theme';
import { toast } from '../phone/toast';
import { privacy } from '../phone/privacy';
import { tabBar } from '../router/tab-bar';
import { currentPage } from '../router/navigation';
import { api, ApiFailure, eventPair } from './api';

const sdkVersion = '3.8.0';
const wechatVersion = '8.0.50';
const networkChange = eventPair<{ isConnected: boolean; networkType: string }>();
const themeListeners = new Map<(result: { theme: Theme }) => void, (theme: Theme) => void>();
let lastNetwork = settings.network;
let clipboard = '';

onSettingsChange(({ network }) => {
  if (network === lastNetwork) return;
  lastNetwork = network;
  networkChange.emit({ isConnected: network !== 'offline', networkType: networkType() });
});

/** The phone itself: its size, system, network, clipboard, keyboard. */
export const deviceApis = {
  getWindowInfo: windowInfo,
  getDeviceInfo: deviceInfo,
  getAppBaseInfo: appBaseInfo,
  getSystemInfoSync: systemInfo,
  getSystemInfo: api('getSystemInfo', systemInfo),
  getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
  getSystemSetting: () => ({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: true,
    deviceOrientation: 'portrait',
  }),
  getAppAuthorizeSetting: () => ({ albumAuthorized: 'authorized', cameraAuthorized: 'authorized' }),
  getMenuButtonBoundingClientRect: () => screen.capsule(),
  onThemeChange(listener: (result: { theme: Theme }) => void) {
    const wrapped = (value: Theme): void => listener({ theme: value });
    themeListeners.set(listener, wrapped);
    theme.onChange(wrapped);
  },
  offThemeChange(listener: (result: { theme: Theme }) => void) {
    theme.offChange(themeListeners.get(listener));
    themeListeners.delete(listener);
  },

  getNetworkType: api('getNetworkType', () => ({ networkType: networkType() })),
  onNetworkStatusChange: networkChange.on,
  offNetworkStatusChange: networkChange.off,

  setClipboardData: api('setClipboardData', async ({ data }: { data: string }) => {
    if (!(await privacy.request('setClipboardData')))
      throw new ApiFailure('privacy permission is not authorized', { errno: 104 });
    clipboard = data;
    // The browser may refuse; `getClipboardData` then reads the simulator's own copy.
    await navigator.clipboard.writeText(data).catch(() => undefined);
    toast.show({ title: '内容已复制', icon: 'none' });
  }),
  getClipboardData: api('getClipboardData', () => ({ data: clipboard })),

  vibrateShort: api('vibrateShort', () => void navigator.vibrate(15)),
  vibrateLong: api('vibrateLong', () => void navigator.vibrate(400)),

  hideKeyboard: api('hideKeyboard', () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }),
  onKeyboardHeightChange: keyboard.onHeightChange,
  offKeyboardHeightChange: keyboard.offHeightChange,
  setKeepScreenOn: api('setKeepScreenOn', () => undefined),
};

function networkType(): string {
  return settings.network === 'offline' ? 'none' : settings.network === 'slow' ? '3g' : 'wifi';
}

function windowInfo(): Record<string, unknown> {
  const page = currentPage();
  const hasBar = page?.navigationBar.element.hidden === false;
  const tabPx = page !== undefined && tabBar.isTab(page.route) ? 50 + screen.bottomPx : 0;
  const top = hasBar ? screen.statusBarPx + screen.navigationBarPx : 0;
  const { statusBarPx, bottomPx } = screen;
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: phoneWidth(),
    screenHeight: innerHeight,
    windowWidth: phoneWidth(),
    windowHeight: innerHeight - top - tabPx,
    statusBarHeight: statusBarPx,
    screenTop: top,
    safeArea: {
      left: 0,
      right: phoneWidth(),
      top: statusBarPx,
      bottom: innerHeight - bottomPx,
      width: phoneWidth(),
      height: innerHeight - statusBarPx - bottomPx,
    },
  };
}

function deviceInfo(): Record<string, unknown> {
  return {
    ...(settings.platform === 'ios'
      ? { brand: 'iPhone', model: 'iPhone X', system: 'iOS 16.0' }
      : { brand: 'Xiaomi', model: 'Xiaomi 14', system: 'Android 14' }),
    platform: settings.platform,
    benchmarkLevel: -1,
    abi: 'arm64',
  };
}

function appBaseInfo(): Record<string, unknown> {
  return {
    SDKVersion: sdkVersion,
    version: wechatVersion,
    language: 'zh_CN',
    enableDebug: false,
    fontSizeSetting: Math.round(16 * settings.textScale),
    host: { env: 'WeChat' },
    ...(appStore.app.darkMode && { theme: theme.current() }),
  };
}

function systemInfo(): Record<string, unknown> {
  return {
    ...windowInfo(),
    ...deviceInfo(),
    ...appBaseInfo(),
    albumAuthorized: true,
    cameraAuthorized: true,
  };
}
