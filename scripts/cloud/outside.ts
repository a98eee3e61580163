import { createRequire } from 'node:module';

/**
 * Before every call the SDK looks for a host that only machines of Tencent Cloud can resolve, and never remembers that it found
 * none: where names resolve slowly, these look-ups block everything else. Our commands run outside, by the public address.
 */
export function runOutside(): void {
  const load = createRequire(__filename);
  const metadata = load('@cloudbase/node-sdk/dist/utils/metadata') as {
    lookupAppId: () => Promise<string>;
  };
  metadata.lookupAppId = () => Promise.resolve('');
}
