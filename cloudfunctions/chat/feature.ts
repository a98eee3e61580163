import type { Context } from '../shared/context';
import { AppError } from '../shared/error';

/** Throws FEATURE_OFF if the chat is switched off, for everybody or for this user. */
export async function requireChat({
  caller,
  settings,
}: Pick<Context, 'caller'> & {
  settings: Pick<Context['settings'], 'featureFlags'>;
}): Promise<void> {
  if (!(await settings.featureFlags.isOn('chat', caller.userId))) throw new AppError('FEATURE_OFF');
}
