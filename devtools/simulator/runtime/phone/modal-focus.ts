/** A modal dialog on the screen, either WeChat's or drawn by the app. */
type Modal = { panel: HTMLElement; previous: Element | null; dismiss: () => void };

const focusable = 'button, input, textarea, select, a[href], [tabindex="0"]';
const open: Modal[] = [];

/** Moves the focus into a dialog and keeps it there; Escape dismisses the topmost dialog. */
export function trapFocus(panel: HTMLElement, dismiss: () => void): void {
  if (open.some((modal) => modal.panel === panel)) return;
  open.push({ panel, previous: document.activeElement, dismiss });
  panel.tabIndex = -1;
  if (!panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
}

/** Returns the focus to where it was before the dialog opened. */
export function releaseFocus(panel: HTMLElement): void {
  const index = open.findIndex((modal) => modal.panel === panel);
  const [closed] = index < 0 ? [] : open.splice(index, 1);
  const active = document.activeElement;
  const isElsewhere = active !== document.body && active !== null && !panel.contains(active);
  if (closed?.previous instanceof HTMLElement && closed.previous.isConnected && !isElsewhere)
    closed.previous.focus({ preventScroll: true });
}

/** Treats an element as a modal dialog while it is shown. */
export function followModal(panel: HTMLElement, dismiss: () => void): { stop: () => void } {
  const observer = new ResizeObserver(() => {
    if (panel.getClientRects().length > 0) trapFocus(panel, dismiss);
    else releaseFocus(panel);
  });
  observer.observe(panel);
  return {
    stop() {
      observer.disconnect();
      releaseFocus(panel);
    },
  };
}

export function listenToModalKeys(): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const top = open.at(-1);
      if (top === undefined || event.isComposing) return;
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        top.dismiss();
      } else if (event.key === 'Tab') stayInside(top.panel, event);
    },
    { capture: true },
  );
}

function stayInside(panel: HTMLElement, event: KeyboardEvent): void {
  const all = [...panel.querySelectorAll<HTMLElement>(focusable)].filter(
    (one) => one.getClientRects().length > 0 && !one.matches(':disabled, [tabindex="-1"]'),
  );
  const active = document.activeElement;
  const isInside = active !== panel && panel.contains(active);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (isInside && active !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
