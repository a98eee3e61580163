/** Reloads the app when its sources change. */
export function listenForReload(beforeReload: () => void): void {
  const events = new EventSource('/simulator/events');
  events.addEventListener('change', () => {
    beforeReload();
    location.reload();
  });
  addEventListener('pagehide', () => events.close());
}
