/** The phone's settings, chosen by the simulator's user. */
export type Settings = {
  /** The openid of this tab. */
  user: string;
  network: 'normal' | 'slow' | 'offline';
  /**
   * Scopes that this phone refuses, e.g. `scope.writePhotosAlbum`; `album` and `camera` mean that the phone denies them
   * to WeChat.
   */
  denied: string[];
  theme: 'auto' | 'light' | 'dark';
  platform: 'ios' | 'android';
  /** Whether the display has a notch and a home indicator; the default depends on the size of the window. */
  insets: boolean;
  /** The scale of text: 1, or up to 1.3 if the user has enlarged it. */
  textScale: number;
};

type Listener = (settings: Settings) => void;

const sessionKey = 'simulator.settings';
const listeners = new Set<Listener>();
/** Names in the address that are settings, not parameters of the page. */
export const settingNames = [
  'user',
  'network',
  'denied',
  'theme',
  'platform',
  'insets',
  'text',
  'page',
];

export const settings: Settings = read();

export function updateSettings(changes: Partial<Settings>): void {
  Object.assign(settings, changes);
  sessionStorage.setItem(sessionKey, JSON.stringify(settings));
  for (const listener of listeners) listener(settings);
}

export function onSettingsChange(listener: Listener): void {
  listeners.add(listener);
}

function read(): Settings {
  const query = new URLSearchParams(location.search);
  const remembered = JSON.parse(sessionStorage.getItem(sessionKey) ?? '{}') as Partial<Settings>;
  const choice = <Value extends string>(
    name: string,
    values: readonly Value[],
  ): Value | undefined => values.find((value) => value === query.get(name));
  const read: Settings = {
    user: query.get('user') ?? remembered.user ?? 'alice',
    network: choice('network', ['normal', 'slow', 'offline']) ?? remembered.network ?? 'normal',
    denied: query.get('denied')?.split(',').filter(Boolean) ?? remembered.denied ?? [],
    theme: choice('theme', ['auto', 'light', 'dark']) ?? remembered.theme ?? 'auto',
    platform: choice('platform', ['ios', 'android']) ?? remembered.platform ?? 'ios',
    insets: query.has('insets') ? query.get('insets') === '1' : innerHeight / innerWidth > 1.9,
    textScale: Number(query.get('text') ?? remembered.textScale ?? 1) || 1,
  };
  sessionStorage.setItem(sessionKey, JSON.stringify(read));
  return read;
}

const slowMs = 2500;

/** Waits or fails according to the network setting. */
export async function passNetwork(): Promise<void> {
  if (settings.network === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
  if (settings.network === 'offline') {
    await new Promise((resolve) => setTimeout(resolve, 300));
    throw new OfflineError();
  }
}

export class OfflineError extends Error {
  constructor() {
    super(
      'request:fail errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED',
    );
  }
}
