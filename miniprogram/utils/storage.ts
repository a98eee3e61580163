/** What is stored under the key, or null. The caller says what it is by a check, for older versions may have written it. */
export function readStored<Value>(
  key: string,
  isValue: (value: unknown) => value is Value,
): Value | null {
  const value: unknown = wx.getStorageSync(key);
  return isValue(value) ? value : null;
}
