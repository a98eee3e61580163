import type {
  ActionName,
  FunctionName,
  InputOf,
  OutputOf,
} from '../../cloudfunctions/shared/contracts';
import type { DailyUsage, User } from '../../cloudfunctions/shared/contracts/values';
import { CloudError, call } from './cloud';

const waitsBetweenAttempts = [800, 2000];

const chatKey = 'offersChat';

let user: User | null = null;
let usageAtSignIn: DailyUsage | null = null;
let chatOffered: boolean | null = null;
let signingIn: Promise<User> | null = null;

/** Signs in silently, once for the whole app; a failed round may be started again. */
export function signIn(): Promise<User> {
  signingIn ??= attempt().catch((error: unknown) => {
    signingIn = null;
    throw error;
  });
  return signingIn;
}

/** The signed-in user as last heard of. */
export function currentUser(): User | null {
  return user;
}

export function rememberUser(next: User): void {
  user = next;
}

/**
 * Whether the entries of the chat are shown. Before the sign-in has answered, what it said the last time: a page
 * that is drawn at once should not move a moment later.
 */
export function offersChat(): boolean {
  chatOffered ??= wx.getStorageSync<unknown>(chatKey) === true;
  return chatOffered;
}

/** The cloud said what is switched on: at the sign-in, or by refusing. */
export function rememberChat(isOffered: boolean): void {
  if (isOffered !== offersChat()) wx.setStorageSync(chatKey, isOffered);
  chatOffered = isOffered;
}

/** The usage that came with the sign-in, once: the first page needs no call of its own for it. */
export function takeUsageAtSignIn(): DailyUsage | null {
  const usage = usageAtSignIn;
  usageAtSignIn = null;
  return usage;
}

/** After a generation: the reply carries the balance, so no call is needed. Null for a tier that pays none. */
export function rememberCredits(credits: number | null): void {
  if (user && credits !== null) user = { ...user, credits };
}

/** A call that needs a user behind it. */
export async function callAsMember<F extends FunctionName, A extends ActionName<F>>(
  name: F,
  action: A,
  data: InputOf<F, A>,
): Promise<OutputOf<F, A>> {
  await signIn();
  try {
    return await call(name, action, data);
  } catch (error) {
    if (!(error instanceof CloudError) || error.failure !== 'SIGN_IN_REQUIRED') throw error;
    // The account behind the session is gone (a new environment, a reset): sign in afresh, once.
    signingIn = null;
    await signIn();
    return call(name, action, data);
  }
}

async function attempt(): Promise<User> {
  for (const wait of waitsBetweenAttempts) {
    try {
      return await loginOnce();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(wait);
    }
  }
  return loginOnce();
}

async function loginOnce(): Promise<User> {
  const reply = await call('login', 'wxLogin', {});
  user = reply.user;
  usageAtSignIn = reply.dailyUsage;
  rememberChat(reply.features.chat);
  return reply.user;
}

function isPassing(error: unknown): boolean {
  const passing = ['OUTCOME_UNKNOWN', 'INTERNAL', 'BUSY'];
  return error instanceof CloudError && passing.includes(error.failure);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
