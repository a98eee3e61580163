import { temporaryAddress } from '../wx/cloud-files';
import { isPhoneFile, phoneFiles } from './files';
import { passNetwork } from './settings';

/** The URL for the browser of an `<image src>`: a file of the package, of the phone or of the cloud. */
export async function resolvePicture(source: string, importer: string): Promise<string> {
  if (/^(data|blob):/.test(source)) return source;
  if (isPhoneFile(source)) {
    const address = phoneFiles.address(source);
    if (address === undefined) throw new Error(`no such file: ${source}`);
    return address;
  }
  if (source.startsWith('cloud://')) {
    await passNetwork();
    return temporaryAddress(source);
  }
  if (/^https?:\/\//.test(source)) {
    await passNetwork();
    if (isLocal(source)) return source;
    console.error(`[simulator] remote picture refused, no request leaves this machine: ${source}`);
    throw new Error(`remote picture: ${source}`);
  }
  return packageFile(source, importer);
}

/** `/assets/a.png` is relative to the root of the package, `../a.png` to the importing file. */
export function packageFile(source: string, importer: string): string {
  const base = new URL(`/miniprogram/${importer}`, location.origin);
  const path = source.startsWith('/') ? `/miniprogram${source}` : new URL(source, base).pathname;
  return path;
}

function isLocal(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]', location.hostname].includes(new URL(address).hostname);
}
