import './styles/base.css';
import './styles/components.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/bars.css';
import './styles/overlays.css';
import './styles/dialogs.css';
import { registerBuiltIns } from './components';
import { appStore } from './engine/app-store';
import { prepareCodeSpace } from './engine/code-space';
import { listenToGestures } from './engine/gestures';
import { listenToKeys } from './engine/keys';
import { emulateTouches } from './engine/mouse';
import { define, enter, globalDefiners, leave } from './engine/registry';
import { wxs } from './engine/wxs';
import { followClock } from './phone/clock';
import { listenToFonts } from './phone/fonts';
import { drawFrame } from './phone/frame';
import { launchOptions, resumeAt } from './phone/launch';
import { listenForReload } from './phone/live-reload';
import { listenToModalKeys } from './phone/modal-focus';
import { privacy } from './phone/privacy';
import { onSettingsChange, settings, updateSettings } from './phone/settings';
import { onStatsChange, recordWarning, stats } from './phone/stats';
import { theme } from './phone/theme';
import { leaveApp, listenToBarButtons, openMenu } from './router/bar-buttons';
import {
  currentPage,
  launch,
  listenToResize,
  onPageChange,
  pages,
  reLaunch,
  redrawCurrentPage,
  switchTab,
} from './router/navigation';
import { tabBar } from './router/tab-bar';
import { appErrors, appRejections, appVisibility, wx } from './wx';

/** The interface for tests, the shell and benchmarks. */
const workshop = {
  stats,
  onStatsChange,
  settings,
  updateSettings,
  onSettingsChange,
  onPageChange,
  get route(): string {
    return currentPage()?.route ?? '';
  },
  get pages(): string[] {
    return pages().map(({ route }) => route);
  },
  get data(): Record<string, unknown> {
    return currentPage()?.caller.data ?? {};
  },
  open: (url: string) => reLaunch(url),
};
export type Workshop = typeof workshop;

/** Calls a method of the `App()` object, if it exists. */
function callApp(name: string, ...values: unknown[]): void {
  const hook = appStore.instance[name];
  if (typeof hook !== 'function') return;
  try {
    Reflect.apply(hook, appStore.instance, values);
  } catch (error) {
    console.error(`[simulator] ${name} of the app failed:`, error);
  }
}

/** Called by the bundle with what the build could not support. */
function warn(messages: string[]): void {
  for (const message of messages) recordWarning(message);
}

/** Called by the app's bundle after all its scripts have run. */
async function start(): Promise<void> {
  await followClock();
  theme.setUp(appStore.app.darkMode, appStore.app.theme);
  privacy.setUp(appStore.app.usePrivacyCheck);
  tabBar.setUp((route, index, text) => {
    switchTab(`/${route}`);
    currentPage()?.call('onTabItemTap', { index, pagePath: route, text });
  });
  theme.onChange((current) => {
    callApp('onThemeChange', { theme: current });
    redrawCurrentPage();
  });
  const options = launchOptions();
  callApp('onLaunch', options);
  callApp('onShow', options);
  launch({ route: options.path, query: options.query });
  document.documentElement.dataset.ready = '';
}

function listenToApp(): void {
  addEventListener('error', ({ error, message }) => {
    appErrors.emit(message);
    callApp('onError', error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : message);
  });
  addEventListener('unhandledrejection', (event) => {
    const { promise } = event;
    const reason: unknown = event.reason;
    console.error('[simulator] unhandled rejection:', reason);
    appRejections.emit({ reason, promise });
    callApp('onUnhandledRejection', { reason, promise });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      currentPage()?.call('onHide');
      appVisibility.hide.emit({});
      callApp('onHide');
    } else {
      appVisibility.show.emit(launchOptions());
      callApp('onShow', launchOptions());
      currentPage()?.call('onShow');
    }
  });
}

drawFrame(
  () => void openMenu(),
  () => void leaveApp(),
);
listenToGestures();
if (navigator.maxTouchPoints === 0) emulateTouches();
listenToModalKeys();
listenToKeys();
listenToBarButtons();
listenToResize();
listenToApp();
listenToFonts();
listenForReload(() => {
  const page = currentPage();
  if (page !== undefined) resumeAt(page.route, page.query);
});
prepareCodeSpace();
registerBuiltIns();

Object.assign(globalThis, {
  ...globalDefiners(),
  wx,
  __wxs: wxs,
  // WeChat's `global` is an object shared by the scripts, without JavaScript's built-ins.
  global: {},
  __simulator: { define, enter, leave, start, warn },
  __workshop: workshop,
  getApp: () => appStore.instance,
  getCurrentPages: () => pages().map(({ caller }) => caller),
});
