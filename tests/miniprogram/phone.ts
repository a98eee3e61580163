type Reply = { result?: unknown };
type Call = {
  name: string;
  data: { action: string; data: Record<string, unknown>; trace: string };
};

const user = {
  id: 'user_1',
  nickname: '',
  avatar: '',
  avatarReview: null,
  userType: 'wechat',
  tier: 'free',
  vipLevel: 0,
  membershipLevel: 'free',
  isVip: false,
  membershipEndAt: null,
  credits: 100,
  generateCount: 0,
  inviteCode: 'K7F2M9',
  createdAt: '2026-11-21T07:00:00.000Z',
};

type Listeners = {
  onChange: (snapshot: { docs: unknown[] }) => void;
  onError: (error: unknown) => void;
};

/** A watch that the app opened. */
export type PhoneWatch = Listeners & {
  collection: string;
  query: Record<string, unknown>;
  isClosed: boolean;
};

export type Phone = {
  calls: Call[];
  /** The requested actions, in order. */
  actions(): string[];
  /** Sets the answers of the cloud to an action; each is used once, except the last, which is repeated. */
  answer(action: string, ...answers: (Reply | Error | Promise<Reply>)[]): void;
  /** The next answer of the cloud, without consuming it. */
  peek(action: string): Promise<Reply>;
  network: string;
  storage: Map<string, unknown>;
  /** Every watch so far, including closed ones. */
  watches: PhoneWatch[];
  /** Sends these rows to the newest open watch of a collection. */
  push(collection: string, ...docs: object[]): void;
  connect(isConnected: boolean): void;
  toasts: string[];
  /** The entries that the app wrote to WeChat's realtime log. */
  realtimeLog: [level: string, message: string, fields: unknown][];
  /** False simulates a base library that is older than the realtime log. */
  hasRealtimeLog: boolean;
};

export function ok(data: unknown): Reply {
  return { result: { code: 200, message: '', data } };
}

export function refused(error: string, code: number, message: string, details?: unknown): Reply {
  return { result: { code, error, message, data: null, details } };
}

/** Installs a fake `wx` as a global, with an empty cloud. */
export function installPhone(): Phone {
  const networkListeners = new Set<(state: { isConnected: boolean }) => void>();
  const answers = new Map<string, (Reply | Error | Promise<Reply>)[]>();
  const phone: Phone = {
    calls: [],
    actions: () => phone.calls.map(({ data }) => data.action),
    answer: (action, ...list) => answers.set(action, list),
    async peek(action) {
      const [next] = answers.get(action) ?? [];
      if (next === undefined || next instanceof Error) throw new Error(`${action} has no answer`);
      return next;
    },
    network: 'wifi',
    storage: new Map(),
    watches: [],
    push(collection, ...docs) {
      const open = phone.watches.filter((watch) => watch.collection === collection);
      open[open.length - 1]?.onChange({ docs });
    },
    connect(isConnected) {
      for (const listener of [...networkListeners]) listener({ isConnected });
    },
    toasts: [],
    realtimeLog: [],
    hasRealtimeLog: true,
  };
  phone.answer(
    'wxLogin',
    ok({ user, isNew: false, dailyUsage: null, features: { chat: true, payment: true } }),
  );
  const write = (level: string) => (message: string, fields: unknown) =>
    phone.realtimeLog.push([level, message, fields]);
  const wx = {
    canIUse: (name: string) => name === 'getRealtimeLogManager' && phone.hasRealtimeLog,
    getRealtimeLogManager: () => ({
      info: write('info'),
      warn: write('warn'),
      setFilterMsg: (message: string) => phone.realtimeLog.push(['filter', message, null]),
    }),
    getNetworkType: () => Promise.resolve({ networkType: phone.network }),
    getStorageSync: (key: string) => phone.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => phone.storage.set(key, value),
    removeStorageSync: (key: string) => phone.storage.delete(key),
    onNetworkStatusChange: (listener: (state: { isConnected: boolean }) => void) =>
      networkListeners.add(listener),
    offNetworkStatusChange: (listener: (state: { isConnected: boolean }) => void) =>
      networkListeners.delete(listener),
    showToast: ({ title }: { title: string }) => {
      phone.toasts.push(title);
    },
    cloud: {
      database: () => ({
        collection: (collection: string) => ({
          where: (query: Record<string, unknown>) => ({
            watch(listeners: Listeners) {
              const watch = { ...listeners, collection, query, isClosed: false };
              phone.watches.push(watch);
              return {
                close() {
                  watch.isClosed = true;
                  return Promise.resolve();
                },
              };
            },
          }),
        }),
      }),
      callFunction(call: Call): Promise<Reply> {
        phone.calls.push(call);
        const list = answers.get(call.data.action) ?? [];
        const next = list.length > 1 ? list.shift() : list[0];
        if (next instanceof Error) return Promise.reject(next);
        return Promise.resolve(next ?? {});
      },
    },
  };
  Object.assign(globalThis, { wx });
  return phone;
}
