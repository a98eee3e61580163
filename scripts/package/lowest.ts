/**
 * The oldest phones that the app supports. The minimum base library is set in WeChat's console
 * (docs/deployment.zh-CN.md, step 5). Everything newer is guarded or lowered, and scans refuse what is not.
 */
export const lowestBaseLibrary = '2.32.3';
export const lowestIos = '14.0';

/** Whether `version` is newer than `than`, e.g. `2.32.3` than `2.9.0`. */
export function isNewer(version: string, than: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  const index = left.findIndex((number, place) => number !== (right[place] ?? 0));
  return index >= 0 && (left[index] ?? 0) > (right[index] ?? 0);
}
