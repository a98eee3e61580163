type Data = Record<string, unknown>;

/** A page as WeChat runs it: `setData` changes its data, and handlers are called as by taps. */
export type OpenPage = {
  data: Data;
  /** Calls a handler with an event that has this dataset and detail. */
  fire(handler: string, event?: { id?: string; dataset?: Data; detail?: unknown }): unknown;
};

type Options = Data & { data?: Data };

/** Opens pages of the file `miniprogram/<path>.ts`, e.g. `pages/works/index`; `wx` has to be installed. */
export function loadPage(path: string): (query?: Record<string, string>) => OpenPage {
  let options: Options = {};
  Object.assign(globalThis, {
    Page(given: Options) {
      options = given;
    },
    getCurrentPages: () => [{}, {}],
  });
  jest.requireActual(`../../miniprogram/${path}`);
  return (query = {}) => {
    const page: Options = copy(options) as Options;
    page.data ??= {};
    page['setData'] = (change: Data, done?: () => void) => {
      for (const [key, value] of Object.entries(change)) assign(page.data as Data, key, value);
      done?.();
    };
    const call = (name: string, ...values: unknown[]) => {
      const method = page[name];
      if (typeof method !== 'function') throw new Error(`${path} has no ${name}`);
      return (method as (...given: unknown[]) => unknown).apply(page, values);
    };
    if ('onLoad' in page) call('onLoad', query);
    if ('onShow' in page) call('onShow');
    return {
      data: page.data,
      fire(handler, { id, dataset = {}, detail = {} } = {}) {
        return call(handler, { currentTarget: { dataset: { id, ...dataset } }, detail });
      },
    };
  };
}

/** WeChat copies the fields of `Page` for each page, but functions, and what they close over, are shared. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null || value instanceof Promise) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

/** Assigns a path like `slides[0].title`. */
function assign(data: Data, path: string, value: unknown): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  const target = keys.reduce((at, key) => (at[key] ??= {}) as Data, data);
  target[last] = value;
}

/**
 * The parts of `wx` that pages use, except calls and storage. Dialogs are confirmed with `typed`, sheets with their
 * first item.
 */
export function installInterface(typed = '新的名字') {
  const done = () => Promise.resolve({});
  const ui = {
    navigateTo: jest.fn(done),
    navigateBack: jest.fn(done),
    switchTab: jest.fn(done),
    pageScrollTo: jest.fn(done),
    stopPullDownRefresh: jest.fn(done),
    setNavigationBarTitle: jest.fn(done),
    setNavigationBarColor: jest.fn(done),
    saveImageToPhotosAlbum: jest.fn(done),
    getWindowInfo: () => ({ windowWidth: 375, windowHeight: 812, statusBarHeight: 20 }),
    getMenuButtonBoundingClientRect: () => ({ top: 26, height: 32, left: 281 }),
    getAppBaseInfo: jest.fn(() => ({ theme: 'light' })),
    hideTabBar: jest.fn(done),
    showTabBar: jest.fn(done),
    nextTick: (run: () => void) => run(),
    showModal: jest.fn(() => Promise.resolve({ confirm: true, content: typed })),
    showActionSheet: jest.fn(() => Promise.resolve({ tapIndex: 0 })),
    createSelectorQuery: () => selectorQuery,
  };
  Object.assign(wx, ui);
  const cloud = {
    uploadFile: jest.fn(() => Promise.resolve({ fileID: 'cloud://avatar' })),
    downloadFile: jest.fn(() => Promise.resolve({ tempFilePath: '/tmp/picture' })),
    getTempFileURL: jest.fn(() => Promise.resolve({ fileList: [] })),
  };
  Object.assign(wx.cloud, cloud);
  return { ...ui, ...cloud };
}

/** Queries find no boxes, because the page has no layout. */
const selectorQuery = {
  in: () => selectorQuery,
  select: () => selectorQuery,
  selectAll: () => selectorQuery,
  fields: () => selectorQuery,
  boundingClientRect: () => selectorQuery,
  exec: (done?: (answer: unknown[]) => void) => done?.([null, null]),
};
