import { cloudEnvironment } from './config';
import { signIn } from './services/session';
import { watchUpdates } from './utils/updates';

App({
  onLaunch() {
    wx.cloud.init({
      traceUser: true,
      ...(cloudEnvironment === '' ? {} : { env: cloudEnvironment }),
    });
    watchUpdates();
    // Pages that need the user wait for the same promise and say themselves that it failed.
    signIn().catch((error: unknown) => console.warn('not signed in', error));
  },
});
