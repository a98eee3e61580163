import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Link } from './link';
import { frozenSignal, requestCounts, verdictSignal } from './messages';
import type { ThreadData, Verdict } from './messages';

/** Waits on shared memory, because receiving a message would need the event loop, which must stand still. */
export function openThreadLink(): Link {
  const { signals: memory, verdicts, ...data } = workerData as ThreadData;
  const signals = new Int32Array(memory);
  return {
    data,
    post(message) {
      parentPort?.postMessage(message);
      return Promise.resolve();
    },
    onMessage: (listener) => parentPort?.on('message', listener),
    ask(host, operation) {
      parentPort?.postMessage({ type: 'ask', host, operation });
      Atomics.wait(signals, verdictSignal, 0);
      Atomics.store(signals, verdictSignal, 0);
      return (receiveMessageOnPort(verdicts)?.message as Verdict | undefined) ?? { kind: 'pass' };
    },
    count: (service) => void Atomics.add(signals, requestCounts[service], 1),
    awaken: () => void Atomics.store(signals, frozenSignal, 0),
    freeze: () => void Atomics.wait(signals, frozenSignal, 0),
  };
}
