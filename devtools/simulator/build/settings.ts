import { lineOf, type Warn } from './error';
import type { Sources } from './sources';

type Json = Record<string, unknown>;

/** The values of a setting that work here: `true` accepts any value, a list only the listed ones. */
type KnownSettings = Record<string, true | readonly unknown[]>;

/** Settings of `window` in app.json, and of a page's own JSON file. */
const window: KnownSettings = {
  navigationBarTitleText: true,
  navigationBarBackgroundColor: true,
  navigationBarTextStyle: true,
  navigationStyle: ['default', 'custom'],
  backgroundColor: true,
  backgroundTextStyle: true,
  enablePullDownRefresh: true,
  onReachBottomDistance: true,
  disableScroll: true,
  pageOrientation: ['portrait'],
  // The colours of the iOS overscroll area, which a browser does not show.
  backgroundColorTop: true,
  backgroundColorBottom: true,
  initialRenderingCache: true,
  renderer: ['webview'],
  componentFramework: ['glass-easel', 'exparser'],
};

const unit: KnownSettings = {
  ...window,
  component: true,
  usingComponents: true,
  componentGenerics: true,
  styleIsolation: ['isolated', 'apply-shared', 'shared'],
  addGlobalClass: true,
};

const app: KnownSettings = {
  pages: true,
  subpackages: true,
  subPackages: true,
  entryPagePath: true,
  window: true,
  tabBar: true,
  darkmode: true,
  themeLocation: true,
  networkTimeout: true,
  resolveAlias: true,
  usingComponents: true,
  __usePrivacyCheck__: true,
  style: ['v2'],
  renderer: ['webview'],
  componentFramework: ['glass-easel', 'exparser'],
  // Read only by WeChat's platform or its loader.
  $schema: true,
  cloud: true,
  debug: true,
  lazyCodeLoading: true,
  navigateToMiniProgramAppIdList: true,
  permission: true,
  preloadRule: true,
  requiredPrivateInfos: true,
  sitemapLocation: true,
};

const tabBar: KnownSettings = {
  color: true,
  selectedColor: true,
  backgroundColor: true,
  borderStyle: true,
  list: true,
  position: ['bottom'],
  custom: [false],
};

const subpackage: KnownSettings = { root: true, name: true, pages: true, independent: [false] };

/** Warns of every setting in app.json that has no effect here. */
export function checkAppSettings(sources: Sources, file: string, json: Json, warn: Warn): void {
  const check = checker(sources, file, warn);
  check(json, app, '');
  check((json.window ?? {}) as Json, window, 'window.');
  check((json.tabBar ?? {}) as Json, tabBar, 'tabBar.');
  for (const one of (json.subpackages ?? json.subPackages ?? []) as Json[])
    check(one, subpackage, 'subpackages.');
}

/** Warns of every setting of a page or component that has no effect here. */
export function checkUnitSettings(sources: Sources, file: string, json: Json, warn: Warn): void {
  checker(sources, file, warn)(json, unit, '');
}

function checker(
  sources: Sources,
  file: string,
  warn: Warn,
): (json: Json, known: KnownSettings, path: string) => void {
  return (json, known, path) => {
    for (const [name, value] of Object.entries(json)) {
      const accepted = Object.hasOwn(known, name) ? known[name] : [];
      if (accepted === true || accepted?.includes(value) === true) continue;
      const shown =
        accepted?.length === 0 ? `"${path}${name}"` : `"${path}${name}": ${JSON.stringify(value)}`;
      warn(
        sources.label(file),
        `${shown} is not built in the simulator: it is ignored here`,
        lineOf(sources.read(file), `"${name}"`),
      );
    }
  };
}
