import type { LoginSession } from './channel';

/** A token of WeChat's server interfaces, shared by all instances. */
export type TokenRecord = { value: string; expiresAt: Date };

/** Where the token is kept. One instance at a time fetches a new one. */
export type TokenStore = {
  read(): Promise<TokenRecord | null>;
  /** True: the caller fetches, and has the lease until it has put the token or the lease has run out. */
  claim(now: Date): Promise<boolean>;
  put(token: TokenRecord): Promise<void>;
  /** Gives the lease of that claim back: nothing was fetched, and the next one need not wait for its end. */
  release(claimedAt: Date): Promise<void>;
};

/** Exchanges a fresh code of `wx.login`. Null for a code that WeChat refuses: used, expired or forged. */
export type WechatLogin = (code: string) => Promise<LoginSession | null>;

/** How suspicious WeChat finds a user, from 0 to 4; null where WeChat did not say. */
export type RiskRank = (openid: string) => Promise<number | null>;

/** From this rank on nothing is given away. */
export const riskyRank = 3;
