import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import { ChannelError } from '../../domain/wallet/channel';
import type { TokenRecord, TokenStore } from '../../domain/wallet/wechat-server';
import { callWechat } from './server';
import type { WechatAccount } from './server';

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
/** A token is not used in its last minutes: it could expire during a call. */
const marginMs = 5 * 60_000;
const waitMs = 250;
const maxWaits = 20;

export type AccessToken = {
  get(): Promise<string>;
  /** WeChat has rejected this token: it is fetched anew, once for all callers that were rejected with it. */
  replace(refused: string): Promise<string>;
};

/**
 * The `access_token`, obtained from `stable_token`. Cached in memory and in a row; one instance fetches, the others wait for the
 * row.
 */
export function createAccessToken(
  account: WechatAccount,
  store: TokenStore,
  clock: Clock,
): AccessToken {
  let known: TokenRecord | null = null;
  const isUsable = (token: TokenRecord | null, refused: string): token is TokenRecord =>
    token !== null &&
    token.value !== '' &&
    token.value !== refused &&
    token.expiresAt.getTime() - marginMs > clock.now().getTime();

  async function fetchToken(isForced: boolean): Promise<TokenRecord> {
    const { code, body } = await callWechat(
      account,
      '/cgi-bin/stable_token',
      {},
      {
        grant_type: 'client_credential',
        appid: account.appId,
        secret: account.appSecret,
        force_refresh: isForced,
      },
    );
    const parsed = Token.safeParse(body);
    if (code !== 0 || !parsed.success) throw new ChannelError(`stable_token-${code}`);
    const { access_token: value, expires_in: seconds } = parsed.data;
    return { value, expiresAt: new Date(clock.now().getTime() + seconds * 1000) };
  }

  async function fetchClaimed(claimedAt: Date, isForced: boolean): Promise<TokenRecord> {
    try {
      const fetched = await fetchToken(isForced);
      await store.put(fetched);
      return fetched;
    } catch (error) {
      await store.release(claimedAt).catch(() => undefined);
      throw error;
    }
  }

  async function obtain(refused: string): Promise<string> {
    if (isUsable(known, refused)) return known.value;
    for (let waits = 0; waits <= maxWaits; waits += 1) {
      const standing = await store.read();
      if (isUsable(standing, refused)) {
        known = standing;
        return standing.value;
      }
      const claimedAt = clock.now();
      if (await store.claim(claimedAt)) {
        known = await fetchClaimed(claimedAt, refused !== '');
        return known.value;
      }
      await clock.sleep(waitMs);
    }
    throw new ChannelError('token-busy');
  }

  return { get: () => obtain(''), replace: (refused) => obtain(refused) };
}
