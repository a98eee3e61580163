import { createRequire } from 'node:module';

/**
 * Before every call the SDK looks up a host that only machines of Tencent Cloud can resolve, and does not cache the
 * failure. Where name resolution is slow, these look-ups block everything else. Our commands run outside of Tencent
 * Cloud and use the public address.
 */
export function runOutside(): void {
  const load = createRequire(__filename);
  const metadata = load('@cloudbase/node-sdk/dist/utils/metadata') as {
    lookupAppId: () => Promise<string>;
  };
  metadata.lookupAppId = () => Promise.resolve('');
}
