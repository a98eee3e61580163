type Listener = (...values: unknown[]) => void;

/** One end of the channel between a page and the page that it opened. */
export class EventChannel {
  private readonly listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  private other: EventChannel | undefined;

  /** Two connected ends: each receives the events that the other emits. */
  static pair(): [EventChannel, EventChannel] {
    const [first, second] = [new EventChannel(), new EventChannel()];
    first.other = second;
    second.other = first;
    return [first, second];
  }

  emit(name: string, ...values: unknown[]): void {
    this.other?.receive(name, values);
  }

  on(name: string, listener: Listener): void {
    this.add(name, listener, false);
  }

  once(name: string, listener: Listener): void {
    this.add(name, listener, true);
  }

  off(name: string, listener?: Listener): void {
    const rest =
      listener === undefined
        ? []
        : (this.listeners.get(name) ?? []).filter((one) => one.listener !== listener);
    this.listeners.set(name, rest);
  }

  private add(name: string, listener: Listener, once: boolean): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), { listener, once }]);
  }

  private receive(name: string, values: unknown[]): void {
    const all = this.listeners.get(name) ?? [];
    this.listeners.set(
      name,
      all.filter(({ once }) => !once),
    );
    for (const { listener } of all) listener(...values);
  }
}
