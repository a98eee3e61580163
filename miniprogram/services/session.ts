import type {
  ActionName,
  FunctionName,
  InputOf,
  OutputOf,
} from '../../cloudfunctions/shared/contracts';
import type { DailyUsage, User } from '../../cloudfunctions/shared/contracts/values';
import { CloudError, call } from './cloud';
import { sleep } from './delay';

const retryDelaysMs = [800, 2000];

const chatKey = 'offersChat';
const plansKey = 'offersPlans';

let user: User | null = null;
let usageAtSignIn: DailyUsage | null = null;
let chatOffered: boolean | null = null;
let plansOffered: boolean | null = null;
let signingIn: Promise<User> | null = null;

/** Signs in silently, once for the whole app; after a failure the next call tries again. */
export function signIn(): Promise<User> {
  signingIn ??= attempt().catch((error: unknown) => {
    signingIn = null;
    throw error;
  });
  return signingIn;
}

/** The signed-in user as last read. */
export function currentUser(): User | null {
  return user;
}

export function rememberUser(next: User): void {
  user = next;
}

/** The account was deleted. */
export function forgetUser(): void {
  user = null;
  usageAtSignIn = null;
  signingIn = null;
}

/**
 * Whether the entries of the chat are shown. Until the sign-in has answered, the stored value of the last launch
 * counts, so that the page does not move a moment after it was drawn.
 */
export function offersChat(): boolean {
  chatOffered ??= wx.getStorageSync<unknown>(chatKey) === true;
  return chatOffered;
}

/** Called with the answer of the sign-in, and when the cloud refuses a call because the chat is off. */
export function rememberChat(isOffered: boolean): void {
  if (isOffered !== offersChat()) wx.setStorageSync(chatKey, isOffered);
  chatOffered = isOffered;
}

/**
 * Whether anything can be bought; if not, nothing leads to the plans. Before the sign-in, the stored value counts, as for
 * the chat.
 */
export function offersPlans(): boolean {
  plansOffered ??= wx.getStorageSync<unknown>(plansKey) === true;
  return plansOffered;
}

function rememberPlans(areOffered: boolean): void {
  if (areOffered !== offersPlans()) wx.setStorageSync(plansKey, areOffered);
  plansOffered = areOffered;
}

/** The usage that came with the sign-in, returned once: it saves the first page a call. */
export function takeUsageAtSignIn(): DailyUsage | null {
  const usage = usageAtSignIn;
  usageAtSignIn = null;
  return usage;
}

/** Stores the balance after a generation; null, for a tier that pays no credits, is ignored. */
export function rememberCredits(credits: number | null): void {
  if (user && credits !== null) user = { ...user, credits };
}

/** A call that needs a signed-in user. */
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
    // The account no longer exists (a new environment, a reset): sign in again.
    signingIn = null;
    await signIn();
    return call(name, action, data);
  }
}

async function attempt(): Promise<User> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await loginOnce();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await sleep(delayMs);
    }
  }
  return loginOnce();
}

async function loginOnce(): Promise<User> {
  const reply = await call('login', 'wxLogin', {});
  user = reply.user;
  usageAtSignIn = reply.dailyUsage;
  rememberChat(reply.features.chat);
  rememberPlans(reply.features.payment);
  return reply.user;
}

function isTransient(error: unknown): boolean {
  const transient = ['OUTCOME_UNKNOWN', 'INTERNAL', 'BUSY'];
  return error instanceof CloudError && transient.includes(error.failure);
}
