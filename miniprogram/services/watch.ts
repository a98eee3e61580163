import { delay } from './delay';

export type Watch = { close(): void };
export type Row = Record<string, unknown>;

const nothing = (): void => undefined;
const initialWaitMs = 1000;

type WatchHandlers = {
  /** Receives all rows, at the beginning and after each change. */
  onRows: (rows: Row[]) => void;
  /** Reads the rows by a call while the watch is broken. Called with each attempt to reopen it. */
  poll: () => void;
  /** The longest wait between two attempts. */
  maxWaitMs?: number;
};

/**
 * Watches the caller's own rows of a collection until it is closed. A watch that failed is opened again with
 * exponential back-off, and at once when the network is back; each begins with a snapshot of all rows.
 * The permission of such a collection is `doc._openid == auth.openid`, so the query must name the owner.
 */
export function watchOwn(
  collection: string,
  query: Row,
  { onRows, poll, maxWaitMs = 30_000 }: WatchHandlers,
): Watch {
  let listener: { close(): unknown } | null = null;
  let waitMs = initialWaitMs;
  let cancel = nothing;
  let isClosed = false;
  /** Numbers the listeners: snapshots of a replaced one are out of date. */
  let newest = 0;

  const open = () => {
    const number = ++newest;
    try {
      listener = wx.cloud
        .database()
        .collection(collection)
        .where({ _openid: '{openid}', ...query })
        .watch({
          onChange({ docs }) {
            if (isClosed || number !== newest) return;
            waitMs = initialWaitMs;
            // The typings say one record, the platform passes a list of them.
            onRows(docs as unknown as Row[]);
          },
          onError(error: unknown) {
            if (number === newest) retry(error);
          },
        });
    } catch (error) {
      retry(error);
    }
  };

  const retry = (error: unknown) => {
    listener = null;
    if (isClosed) return;
    console.info('watch ended', collection, error);
    cancel();
    cancel = delay(reopen, waitMs);
    waitMs = Math.min(waitMs * 2, maxWaitMs);
  };

  const reopen = () => {
    poll();
    open();
  };

  const onNetwork = ({ isConnected }: { isConnected: boolean }) => {
    if (!isConnected || listener !== null) return;
    cancel();
    waitMs = initialWaitMs;
    reopen();
  };

  wx.onNetworkStatusChange(onNetwork);
  open();

  return {
    close() {
      isClosed = true;
      cancel();
      // The typings declare a listener without an argument here.
      wx.offNetworkStatusChange(
        onNetwork as unknown as WechatMiniprogram.OffNetworkStatusChangeCallback,
      );
      closeQuietly(listener);
      listener = null;
    },
  };
}

/** Closing a watch that is still connecting, or was lost, fails; there is nothing to close then. */
function closeQuietly(listener: { close(): unknown } | null): void {
  try {
    Promise.resolve(listener?.close()).catch((error: unknown) => console.info(error));
  } catch (error) {
    console.info(error);
  }
}
