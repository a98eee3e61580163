import type { Work } from '../../../cloudfunctions/shared/contracts/values';

/** While works are running the list is polled, with growing intervals. */
const minPollSeconds = 2;
const maxPollSeconds = 10;

export type Poll = ReturnType<typeof createPoll>;

/** Updates the elapsed time of running works every second, and polls whether they have ended. */
export function createPoll(owner: {
  running: () => Work[];
  show: (running: Work[]) => void;
  refresh: () => void;
}) {
  let ticker = 0;
  let secondsToPoll = minPollSeconds;
  let pollSeconds = minPollSeconds;

  const tick = () => {
    const running = owner.running();
    if (running.length === 0) {
      pollSeconds = minPollSeconds;
      return;
    }
    owner.show(running);
    secondsToPoll -= 1;
    if (secondsToPoll > 0) return;
    pollSeconds = Math.min(maxPollSeconds, pollSeconds + 1);
    secondsToPoll = pollSeconds;
    owner.refresh();
  };

  return {
    start() {
      clearInterval(ticker);
      pollSeconds = minPollSeconds;
      secondsToPoll = minPollSeconds;
      ticker = setInterval(tick, 1000);
    },
    stop() {
      clearInterval(ticker);
    },
  };
}
