import { createGuard } from '../../miniprogram/utils/guard';

const settle = () => new Promise(setImmediate);

describe('a guard', () => {
  it('drops taps while an action runs', async () => {
    const guard = createGuard();
    let finish: () => void = () => undefined;
    const action = jest.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const first = guard.run(action);

    expect(guard.run(action)).toBeNull();
    expect(guard.isHeld()).toBe(true);
    finish();
    await first;
    void guard.run(action);

    expect(action).toHaveBeenCalledTimes(2);
  });

  it('drops the second of two taps of one frame, however short the action is', () => {
    const guard = createGuard();
    const action = jest.fn();
    void guard.run(action);
    void guard.run(action);

    expect(action).toHaveBeenCalledTimes(1);
  });

  it('is free after an action that failed, and passes its error on', async () => {
    const guard = createGuard();
    const failed = guard.run(() => Promise.reject(new Error('no network')));

    await expect(failed).rejects.toThrow('no network');
    expect(guard.isHeld()).toBe(false);
  });

  it('stays held after an action that asks for it, until it is released', async () => {
    const guard = createGuard();
    await guard.run(() => guard.hold());
    expect(guard.isHeld()).toBe(true);

    guard.release();
    await guard.run(() => undefined);
    expect(guard.isHeld()).toBe(false);
  });

  it('is not freed by an action that ends after it was released', async () => {
    const guard = createGuard();
    let finish: () => void = () => undefined;
    const late = guard.run(() => new Promise<void>((resolve) => (finish = resolve)));
    guard.release();
    void guard.run(() => new Promise<void>(() => undefined));
    finish();
    await late;
    await settle();

    expect(guard.isHeld()).toBe(true);
  });
});
