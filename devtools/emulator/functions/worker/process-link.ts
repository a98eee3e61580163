import { readSync, writeSync } from 'node:fs';
import type { Link } from './link';
import { lineFile, wakeLine } from './messages';
import type { FromProcess, InstanceData, ToInstance, Verdict } from './messages';

/**
 * Uses the message channel of child processes. Messages that must work without the event loop go over a pipe, one per
 * line, and are read synchronously.
 */
export function openProcessLink(): Link {
  // The instance data are the last argument; remove it so that the function does not see it.
  const [text = ''] = process.argv.splice(1);
  let isWoken = false;

  function waitForWake(): void {
    if (!isWoken) readLine();
    isWoken = true;
  }

  function send(message: FromProcess): Promise<void> {
    return new Promise((resolve) => {
      process.send?.(message, undefined, undefined, () => resolve());
    });
  }

  process.on('disconnect', () => process.exit());
  return {
    data: JSON.parse(text) as InstanceData,
    post: send,
    onMessage: (listener) => process.on('message', (message) => listener(message as ToInstance)),
    ask(host, operation) {
      writeSync(lineFile, `${JSON.stringify({ host, operation })}\n`);
      let line = readLine();
      // The next invocation may start while a request of the previous one still waits for its verdict.
      while (line === wakeLine) {
        isWoken = true;
        line = readLine();
      }
      return JSON.parse(line) as Verdict;
    },
    count: (service) => void send({ type: 'call', service }),
    // Every invocation comes with a wake line, whether or not the instance is frozen.
    awaken() {
      waitForWake();
      isWoken = false;
    },
    freeze: waitForWake,
  };
}

/** Reads byte by byte, because whatever follows the line belongs to the next reader. */
function readLine(): string {
  const byte = Buffer.alloc(1);
  let line = '';
  for (;;) {
    // The end of the pipe means that the cloud has exited.
    if (readSync(lineFile, byte) === 0) process.exit();
    if (byte[0] === 0x0a) return line;
    line += byte.toString('latin1');
  }
}
