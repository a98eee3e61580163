import { settings } from '../phone/settings';
import { api, ApiFailure } from './api';

/** WeChat's limits. */
const maxValueBytes = 1024 * 1024;
const maxTotalBytes = 10 * 1024 * 1024;

type StoredValue = { type: string; data: unknown };

const prefix = (): string => `storage:${settings.user}:`;

/** Each user of the simulator has a separate phone, and therefore a separate storage. */
const storage = {
  get(key: string): unknown {
    const text = localStorage.getItem(prefix() + key);
    if (text === null) return undefined;
    const { type, data } = JSON.parse(text) as StoredValue;
    return type === 'Date' ? new Date(data as string) : data;
  },

  set(key: string, data: unknown): void {
    const type = Object.prototype.toString.call(data).slice(8, -1);
    if (type === 'Function' || type === 'Symbol') throw new ApiFailure('data type should be JSON');
    const text = JSON.stringify({ type, data } satisfies StoredValue);
    if (text.length > maxValueBytes) throw new ApiFailure('entry size limit reached');
    if (usedBytes() + text.length > maxTotalBytes)
      throw new ApiFailure('exceed storage max size 10Mb');
    localStorage.setItem(prefix() + key, text);
  },

  remove: (key: string) => localStorage.removeItem(prefix() + key),

  keys: () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix()))
      .map((key) => key.slice(prefix().length)),

  clear(): void {
    for (const key of storage.keys()) storage.remove(key);
  },
};

function usedBytes(): number {
  return storage
    .keys()
    .reduce((sum, key) => sum + (localStorage.getItem(prefix() + key)?.length ?? 0), 0);
}

function info(): { keys: string[]; currentSize: number; limitSize: number } {
  return {
    keys: storage.keys(),
    currentSize: Math.ceil(usedBytes() / 1024),
    limitSize: maxTotalBytes / 1024,
  };
}

type Key = { key: string };

export const storageApis = {
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, data: unknown) => {
    try {
      storage.set(key, data);
    } catch (error) {
      throw new Error(`setStorageSync:fail ${(error as Error).message}`);
    }
  },
  removeStorageSync: (key: string) => storage.remove(key),
  clearStorageSync: () => storage.clear(),
  getStorageInfoSync: info,
  getStorage: api('getStorage', ({ key }: Key) => {
    const data = storage.get(key);
    if (data === undefined) throw new ApiFailure('data not found');
    return { data };
  }),
  setStorage: api('setStorage', ({ key, data }: Key & { data: unknown }) => storage.set(key, data)),
  removeStorage: api('removeStorage', ({ key }: Key) => storage.remove(key)),
  clearStorage: api('clearStorage', () => storage.clear()),
  getStorageInfo: api('getStorageInfo', info),
};
