import * as fc from 'fast-check';
import { createToggle } from '../../miniprogram/packages/picture/toggle';

type Request = { value: boolean; answer: (isTaken: boolean) => Promise<void> };

const settle = () => new Promise(setImmediate);
const broken = new Error('no network');

/** A toggle whose requests wait for their answer; `cloud` is the value in the cloud. */
function open(initial = false) {
  const requests: Request[] = [];
  const shown: boolean[] = [];
  const saved: boolean[] = [];
  const failures: unknown[] = [];
  const state = { cloud: initial };
  const toggle = createToggle(initial, {
    send: (value) =>
      new Promise<void>((resolve, reject) => {
        requests.push({
          value,
          async answer(isTaken) {
            if (isTaken) state.cloud = value;
            if (isTaken) resolve();
            else reject(broken);
            await settle();
          },
        });
      }),
    show: (value) => shown.push(value),
    saved: (value) => saved.push(value),
    failed: (error) => failures.push(error),
  });
  const answer = async (isTaken = true) => {
    await settle();
    await requests.shift()?.answer(isTaken);
  };
  return { toggle, requests, shown, saved, failures, state, answer };
}

describe('a toggle', () => {
  it('shows a tap at once, and says so when it is saved', async () => {
    const { toggle, shown, saved, answer } = open();
    void toggle.tap();
    expect(shown).toEqual([true]);
    expect(saved).toEqual([]);
    await answer();

    expect(saved).toEqual([true]);
  });

  it('ends with the value of the last tap, however slow the first request is', async () => {
    const { toggle, requests, shown, saved, state, answer } = open();
    void toggle.tap();
    void toggle.tap();
    expect(requests.map(({ value }) => value)).toEqual([true]);
    await answer();
    await answer();

    expect(shown).toEqual([true, false]);
    expect(state.cloud).toBe(false);
    expect(saved).toEqual([]);
  });

  it('sends a third tap once', async () => {
    const { toggle, requests, saved, answer } = open();
    void toggle.tap();
    void toggle.tap();
    void toggle.tap();
    await answer();

    expect(requests).toEqual([]);
    expect(saved).toEqual([true]);
  });

  it('goes back when it could not be saved', async () => {
    const { toggle, shown, saved, failures, answer } = open(true);
    void toggle.tap();
    await answer(false);

    expect(shown).toEqual([false, true]);
    expect(saved).toEqual([]);
    expect(failures).toEqual([broken]);
  });

  it('sends the last tap again after a request that may have been carried out', async () => {
    const { toggle, requests, answer } = open();
    void toggle.tap();
    void toggle.tap();
    await answer(false);

    expect(requests.map(({ value }) => value)).toEqual([false]);
  });

  it('keeps what was saved when only the last tap fails', async () => {
    const { toggle, shown, saved, failures, answer } = open();
    void toggle.tap();
    void toggle.tap();
    await answer();
    await answer(false);

    expect(shown).toEqual([true, false, true]);
    expect(saved).toEqual([true]);
    expect(failures).toEqual([broken]);
  });

  it('shows what the cloud has when everything has ended, whatever was tapped when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('tap', 'taken', 'refused'), { maxLength: 20 }),
        async (steps) => {
          const { toggle, requests, shown, state, answer } = open();
          for (const step of steps) {
            if (step === 'tap') void toggle.tap();
            else await answer(step === 'taken');
          }
          while (requests.length > 0) await answer();

          expect(shown[shown.length - 1] ?? false).toBe(state.cloud);
          expect(toggle.value()).toBe(state.cloud);
        },
      ),
    );
  });
});
