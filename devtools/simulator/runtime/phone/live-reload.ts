/** Loads the app anew when its sources changed, and shows what a failed build said. */
export function listenForReload(beforeReload: () => void): void {
  const events = new EventSource('/simulator/events');
  events.addEventListener('change', () => {
    beforeReload();
    location.reload();
  });
  addEventListener('pagehide', () => events.close());
}
