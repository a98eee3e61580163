import type { LoginSession } from './channel';

/** A token of WeChat's server interfaces, shared by all instances. */
export type TokenRecord = { value: string; expiresAt: Date };

/** Where the token is kept. One instance at a time fetches a new one. */
export type TokenStore = {
  read(): Promise<TokenRecord | null>;
  /** True: the caller fetches, and has the lease until it has put the token or the lease has run out. */
  claim(now: Date): Promise<boolean>;
  put(token: TokenRecord): Promise<void>;
  /** Releases the lease of that claim: nothing was fetched, so the next caller need not wait for its expiry. */
  release(claimedAt: Date): Promise<void>;
};

/** Exchanges a fresh code of `wx.login`. Null for a code that WeChat refuses: used, expired or forged. */
export type WechatLogin = (code: string) => Promise<LoginSession | null>;

/** How suspicious WeChat finds a user, from 0 to 4; null if WeChat gave no rank. */
export type RiskRank = (openid: string) => Promise<number | null>;

/** From this rank on, rewards are refused. */
export const riskyRank = 3;
