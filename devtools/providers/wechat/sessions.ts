import { randomBytes } from 'node:crypto';
import { account } from './account';
import { wechatError } from './error';
import { isSame, userSignature } from './signatures';
import type { WechatStore } from './state';

const codeLifeMs = 5 * 60_000;
const sessionLifeMs = 3 * 24 * 3_600_000;
const tokenLifeMs = 2 * 3_600_000;
/** A new token is issued this long before the old one expires; meanwhile both are valid. */
const overlapMs = 5 * 60_000;

export type Sessions = {
  /** The code of a user's `wx.login`. */
  login(openid: string): string;
  toSession(query: URLSearchParams): Record<string, unknown>;
  stableToken(body: Record<string, unknown>): Record<string, unknown>;
  /** Throws WeChat's error for a missing, unknown or expired token. */
  checkToken(token: string | null): void;
  checkSession(query: URLSearchParams): Record<string, unknown>;
  /** A user's valid session key; null when there is none. */
  keyOf(openid: string): string | null;
  expireSession(openid: string | null): void;
  expireTokens(): void;
};

/** Manages codes of `wx.login`, session keys, and the server's access token. */
export function createSessions(store: WechatStore, now: () => number): Sessions {
  const { state } = store;

  function checkApp(appId: unknown, secret: unknown): void {
    if (appId !== account.appId) throw wechatError(40013);
    if (secret !== account.appSecret) throw wechatError(40125);
  }

  function keyOf(openid: string): string | null {
    const session = state.sessions[openid];
    return session === undefined || session.expiresAt <= now() ? null : session.key;
  }

  function refreshedKey(openid: string): string {
    const key = keyOf(openid) ?? randomBytes(16).toString('base64');
    state.sessions[openid] = { key, expiresAt: now() + sessionLifeMs };
    return key;
  }

  return {
    login(openid) {
      const code = randomBytes(16).toString('hex');
      const kept = Object.entries(state.codes).filter(
        ([, { expiresAt }]) => expiresAt + codeLifeMs > now(),
      );
      state.codes = Object.fromEntries(kept);
      state.codes[code] = { openid, expiresAt: now() + codeLifeMs, isUsed: false };
      store.save();
      return code;
    },
    toSession(query) {
      checkApp(query.get('appid'), query.get('secret'));
      if (query.get('grant_type') !== 'authorization_code') throw wechatError(40029, 'grant_type');
      const code = state.codes[query.get('js_code') ?? ''];
      if (code === undefined || code.expiresAt <= now()) throw wechatError(40029);
      if (code.isUsed) throw wechatError(40163);
      code.isUsed = true;
      const key = refreshedKey(code.openid);
      store.save();
      return { openid: code.openid, session_key: key };
    },
    stableToken(body) {
      if (body['grant_type'] !== 'client_credential') throw wechatError(40002, 'grant_type');
      checkApp(body['appid'], body['secret']);
      const mustRefresh = body['force_refresh'] === true;
      const newest = state.tokens.at(-1);
      const remaining = newest === undefined ? 0 : newest.expiresAt - now();
      if (newest === undefined || mustRefresh || remaining <= overlapMs) {
        const token = randomBytes(32).toString('hex');
        const kept = mustRefresh ? [] : state.tokens.filter(({ expiresAt }) => expiresAt > now());
        state.tokens = [...kept, { token, expiresAt: now() + tokenLifeMs }];
        store.save();
        return { access_token: token, expires_in: tokenLifeMs / 1000 };
      }
      return { access_token: newest.token, expires_in: Math.floor(remaining / 1000) };
    },
    checkToken(token) {
      if (token === null || token === '') throw wechatError(41001);
      const known = state.tokens.find((row) => row.token === token);
      if (known === undefined) throw wechatError(40001);
      if (known.expiresAt <= now()) throw wechatError(42001);
    },
    checkSession(query) {
      const key = keyOf(query.get('openid') ?? '');
      if (query.get('sig_method') !== 'hmac_sha256') throw wechatError(40097, 'sig_method');
      if (key === null || !isSame(query.get('signature'), userSignature(key, '')))
        throw wechatError(87009);
      return {};
    },
    keyOf,
    expireSession(openid) {
      for (const [user, session] of Object.entries(state.sessions)) {
        if (openid === null || user === openid) session.expiresAt = now();
      }
      store.save();
    },
    expireTokens() {
      for (const row of state.tokens) row.expiresAt = Math.min(row.expiresAt, now());
      store.save();
    },
  };
}
