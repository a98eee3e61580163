/**
 * The oldest phones that the app promises to work on. The base library is set in WeChat's console as the lowest that may
 * open the app (docs/deployment.zh-CN.md, step 5); everything newer is guarded or lowered, and scans refuse what is not.
 */
export const lowestBaseLibrary = '2.32.3';
export const lowestIos = '14.0';

/** Whether the first version came after the second: `2.9.0` before `2.32.3`. */
export function isNewer(version: string, than: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  const index = left.findIndex((number, place) => number !== (right[place] ?? 0));
  return index >= 0 && (left[index] ?? 0) > (right[index] ?? 0);
}
