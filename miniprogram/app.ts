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
    // Pages that need the user await the same promise and show its failure.
    signIn().catch((error: unknown) => console.warn('not signed in', error));
  },
});
