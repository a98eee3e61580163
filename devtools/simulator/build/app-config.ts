import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppDefinition } from '../definition';
import { BuildError, lineOf, type Warn } from './error';
import { checkAppSettings } from './settings';
import type { Sources } from './sources';

export type AppConfig = AppDefinition & { usingComponents: Record<string, string> };

type Subpackage = { root: string; pages: string[] };

export function readAppConfig(sources: Sources, warn: Warn): AppConfig {
  const file = join(sources.packageRoot, 'app.json');
  const json = sources.readJson(file);
  checkAppSettings(sources, file, json, warn);
  const main = (json.pages ?? []) as string[];
  const subpackages = (json.subpackages ?? json.subPackages ?? []) as Subpackage[];
  const pages = [
    ...main,
    ...subpackages.flatMap(({ root, pages: inside }) =>
      inside.map((page) => `${root.replace(/\/$/, '')}/${page}`),
    ),
  ];
  const complain = (message: string, needle: string): BuildError =>
    new BuildError(sources.label(file), message, lineOf(sources.read(file), `${needle}"`));

  for (const page of pages) {
    if (sources.script(join(sources.packageRoot, page)) === undefined) {
      throw complain(`page "${page}" has no .ts or .js file`, page.split('/').slice(-2).join('/'));
    }
  }
  const theme = readTheme(sources, json.themeLocation);
  const tabBar = (json.tabBar ?? null) as AppConfig['tabBar'];
  for (const { pagePath, iconPath, selectedIconPath } of tabBar?.list ?? []) {
    if (!main.includes(pagePath))
      throw complain(`tab page "${pagePath}" is not in the main package`, pagePath);
    for (const icon of [iconPath, selectedIconPath]) {
      for (const path of [theme.light, theme.dark].map((values) => valueIn(values, icon))) {
        const isThere = path === undefined || existsSync(join(sources.packageRoot, path));
        if (!isThere) throw complain(`tab icon "${path}" does not exist`, icon ?? '');
      }
    }
  }
  return {
    pages,
    entryPage: (json.entryPagePath as string | undefined) ?? pages[0] ?? '',
    window: (json.window ?? {}) as Record<string, unknown>,
    tabBar,
    darkMode: json.darkmode === true,
    usePrivacyCheck: json.__usePrivacyCheck__ === true,
    networkTimeout: (json.networkTimeout ?? {}) as Record<string, number>,
    theme,
    usingComponents: (json.usingComponents ?? {}) as Record<string, string>,
  };
}

function valueIn(values: Record<string, string>, setting: string | undefined): string | undefined {
  return setting?.startsWith('@') === true ? (values[setting.slice(1)] ?? setting) : setting;
}

function readTheme(sources: Sources, location: unknown): AppConfig['theme'] {
  if (typeof location !== 'string') return { light: {}, dark: {} };
  const json = sources.readJson(join(sources.packageRoot, location));
  return {
    light: (json.light ?? {}) as Record<string, string>,
    dark: (json.dark ?? {}) as Record<string, string>,
  };
}
