/**
 * Retries an assertion until it holds: a page updates part by part, and a test that looks in between sees neither the
 * state before nor after.
 * @throws the last error of the assertion, when it did not hold within `withinMs`
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
