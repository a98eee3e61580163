import { appStore } from '../engine/app-store';
import { settingNames } from './settings';

export type LaunchOptions = {
  path: string;
  query: Record<string, string>;
  scene: number;
  shareTicket?: string;
  referrerInfo: object;
};

const resumeKey = 'simulator.resume';
let options: LaunchOptions | undefined;

/** Where the app starts: the page before a live reload, the page in the URL, or the entry page. */
export function launchOptions(): LaunchOptions {
  return (options ??= read());
}

/** Makes the next load of this tab start at this page. */
export function resumeAt(path: string, query: Record<string, string>): void {
  sessionStorage.setItem(resumeKey, JSON.stringify({ path, query }));
}

function read(): LaunchOptions {
  const scene = 1001;
  const resumed = sessionStorage.getItem(resumeKey);
  if (resumed !== null) {
    sessionStorage.removeItem(resumeKey);
    return {
      ...(JSON.parse(resumed) as Pick<LaunchOptions, 'path' | 'query'>),
      scene,
      referrerInfo: {},
    };
  }
  const search = new URLSearchParams(location.search);
  const path = search.get('page')?.replace(/^\//, '') ?? appStore.app.entryPage;
  const query = Object.fromEntries([...search].filter(([name]) => !settingNames.includes(name)));
  return { path, query, scene, referrerInfo: {} };
}
