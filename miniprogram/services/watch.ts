import { later } from './later';

export type Watch = { close(): void };
export type Row = Record<string, unknown>;

const nothing = (): void => undefined;
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/**
 * Follows the caller's own rows of a collection until it is closed. A connection that broke for good is opened anew,
 * later each time, and at once when the network is back; each opening begins with all rows as they are.
 * The permission of such a collection is `doc._openid == auth.openid`, so the query must name the owner.
 */
export function watchOwn(collection: string, query: Row, onRows: (rows: Row[]) => void): Watch {
  let listener: { close(): unknown } | null = null;
  let waitMs = firstWaitMs;
  let cancel = nothing;
  let isClosed = false;
  /** Snapshots of an abandoned listener are older than what the new one begins with. */
  let round = 0;

  const open = () => {
    const own = ++round;
    try {
      listener = wx.cloud
        .database()
        .collection(collection)
        .where({ _openid: '{openid}', ...query })
        .watch({
          onChange({ docs }) {
            if (isClosed || own !== round) return;
            waitMs = firstWaitMs;
            // The typings say one record, the platform hands over a list of them.
            onRows(docs as unknown as Row[]);
          },
          onError(error: unknown) {
            if (own === round) retry(error);
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
    cancel = later(open, waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };

  const onNetwork = ({ isConnected }: { isConnected: boolean }) => {
    if (!isConnected || listener !== null) return;
    cancel();
    waitMs = firstWaitMs;
    open();
  };

  wx.onNetworkStatusChange(onNetwork);
  open();

  return {
    close() {
      isClosed = true;
      cancel();
      // The typings know no argument of the listener here.
      wx.offNetworkStatusChange(
        onNetwork as unknown as WechatMiniprogram.OffNetworkStatusChangeCallback,
      );
      quietly(listener);
      listener = null;
    },
  };
}

/** Closing a watch that is still connecting, or lost already, fails; nothing is left to close then. */
function quietly(listener: { close(): unknown } | null): void {
  try {
    Promise.resolve(listener?.close()).catch((error: unknown) => console.info(error));
  } catch (error) {
    console.info(error);
  }
}
