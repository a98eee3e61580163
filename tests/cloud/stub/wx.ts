import { openWatch } from '../../support/watch';

type Target = { collection: string; id?: string; query?: object };
type WatchListeners = {
  onChange: (snapshot: { docChanges: { dataType: string }[] }) => void;
  onError: (error: object) => void;
};

/** The part of `wx` with which a script accesses rows, files and functions, on the phone of `openid`. */
export function createWx(url: string, openid: string): object {
  const headers = { 'x-openid': openid };
  const post = async (path: string, body: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    const reply = (await response.json()) as { error?: object } & Record<string, unknown>;
    if (reply.error !== undefined) throw Object.assign(new Error(), reply.error);
    return reply;
  };
  const request = (target: Target, operation: string, data?: object) =>
    post('/local/client/database', JSON.stringify({ ...target, operation, data }));
  const read = async (target: Target) => ({ data: (await request(target, 'get'))['docs'] });
  const rowsOf = (target: Target) => ({
    get: () => read(target),
    update: ({ data }: { data: object }) => request(target, 'update', data),
    set: ({ data }: { data: object }) => request(target, 'set', data),
    watch: (listeners: WatchListeners) => watch(url, openid, target, listeners),
  });
  let written = '';
  return {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getFileSystemManager: () => ({
      writeFileSync: (_path: string, text: string) => void (written = text),
    }),
    cloud: {
      database: () => ({
        collection: (collection: string) => ({
          ...rowsOf({ collection }),
          add: ({ data }: { data: object }) => request({ collection }, 'add', data),
          where: (query: object) => rowsOf({ collection, query }),
          doc: (id: string) => rowsOf({ collection, id }),
        }),
      }),
      uploadFile: ({ cloudPath }: { cloudPath: string }) =>
        post(`/local/client/upload?path=${encodeURIComponent(cloudPath)}`, written),
      getTempFileURL: (input: object) => post('/local/client/temp-urls', JSON.stringify(input)),
      deleteFile: (input: object) => post('/local/client/delete-files', JSON.stringify(input)),
      callFunction: (input: object) =>
        post('/local/invoke', JSON.stringify({ ...input, openid, source: 'wx_client' })),
    },
  };
}

/** Returns a function that closes the watch. */
function watch(
  url: string,
  openid: string,
  { collection, query = {} }: Target,
  { onChange, onError }: WatchListeners,
): { close: () => void } {
  let isClosed = false;
  const follow = async (): Promise<void> => {
    const opened = await openWatch(url, openid, { collection, query });
    while (!isClosed) {
      const message = (await opened.next()) as {
        type: string;
        snapshot?: Parameters<WatchListeners['onChange']>[0];
        error?: object;
      };
      if (message.snapshot !== undefined) onChange(message.snapshot);
      else onError(message.error ?? {});
      // The callback may close the watch only after an await.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    opened.close();
  };
  void follow();
  return { close: () => void (isClosed = true) };
}
