/** An asset has got its verdict, or is gone: tasks that wait for it go on, or fail. Idempotent. */
export function assetSettled(_assetId: string): Promise<void> {
  return Promise.resolve();
}
