/**
 * Tries an assertion again until it holds: a page shows what changed part by part, and a test
 * that looks in between sees neither before nor after.
 *
 * @throws what the assertion said last, when it did not hold within `withinMs`
 */
export async function eventually(
  assert: () => Promise<void> | void,
  withinMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      await assert();
      return;
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
