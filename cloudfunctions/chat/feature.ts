import type { Context } from '../shared/context';
import { AppError } from '../shared/error';

/** Throws FEATURE_OFF where the chat is switched off, for everybody or for this user. */
export async function requireChat({
  caller,
  featureFlags,
}: Pick<Context, 'caller' | 'featureFlags'>): Promise<void> {
  if (!(await featureFlags.isOn('chat', caller.userId))) throw new AppError('FEATURE_OFF');
}
