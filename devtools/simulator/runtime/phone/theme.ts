import { onSettingsChange, settings } from './settings';

export type Theme = 'light' | 'dark';
type Listener = (theme: Theme) => void;

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<Listener>();
let isDarkModeSupported = false;
let variables: Record<Theme, Record<string, string>> = { light: {}, dark: {} };
let last: Theme = 'light';

/** The current theme; an app without `darkmode` is always light. */
export const theme = {
  current(): Theme {
    if (!isDarkModeSupported) return 'light';
    if (settings.theme !== 'auto') return settings.theme;
    return system.matches ? 'dark' : 'light';
  },

  /** The value of a setting that may be an `@name` of theme.json. */
  value(setting: unknown): string | undefined {
    if (typeof setting !== 'string') return undefined;
    return setting.startsWith('@') ? variables[theme.current()][setting.slice(1)] : setting;
  },

  setUp(darkMode: boolean, themeVariables: Record<Theme, Record<string, string>>): void {
    isDarkModeSupported = darkMode;
    variables = themeVariables;
    last = theme.current();
    apply();
    system.addEventListener('change', refresh);
    onSettingsChange(refresh);
  },

  onChange(listener: Listener): void {
    listeners.add(listener);
  },

  offChange(listener?: Listener): void {
    if (listener === undefined) listeners.clear();
    else listeners.delete(listener);
  },
};

function refresh(): void {
  apply();
  if (last === theme.current()) return;
  last = theme.current();
  for (const listener of [...listeners]) listener(last);
}

function apply(): void {
  document.documentElement.dataset.theme = theme.current();
}
