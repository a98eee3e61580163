import { readSync, writeSync } from 'node:fs';
import type { Link } from './link';
import { lineFile, wakeLine } from './messages';
import type { FromProcess, InstanceData, ToInstance, Verdict } from './messages';

/**
 * Messages take the channel of child processes. What must not need the event loop goes over a pipe, line by line, and is read
 * synchronously.
 */
export function openProcessLink(): Link {
  // The data follow the program; the function sees neither.
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
      // The next invocation may begin while the last one still had a question.
      while (line === wakeLine) {
        isWoken = true;
        line = readLine();
      }
      return JSON.parse(line) as Verdict;
    },
    count: (service) => void send({ type: 'call', service }),
    // Every invocation comes with a line that wakes the instance, whether it is frozen or not.
    awaken() {
      waitForWake();
      isWoken = false;
    },
    freeze: waitForWake,
  };
}

/** Byte by byte: what follows the line is for the next reader. */
function readLine(): string {
  const byte = Buffer.alloc(1);
  let line = '';
  for (;;) {
    // The end of the pipe means that the cloud is gone.
    if (readSync(lineFile, byte) === 0) process.exit();
    if (byte[0] === 0x0a) return line;
    line += byte.toString('latin1');
  }
}
