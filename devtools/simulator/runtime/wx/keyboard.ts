import { eventPair } from './api';

type Key = { key: string; code: string; altKey: boolean; shiftKey: boolean; timeStamp: number };

const down = eventPair<Key>();
const up = eventPair<Key>();

/** Key events as WeChat for PC reports them to the app, except while a field has the focus. */
export const keyboardApis = {
  onKeyDown: down.on,
  offKeyDown: down.off,
  onKeyUp: up.on,
  offKeyUp: up.off,
};

document.addEventListener('keydown', (event) => tell(event, down.emit));
document.addEventListener('keyup', (event) => tell(event, up.emit));

function tell(event: KeyboardEvent, emit: (key: Key) => void): void {
  const { key, code, altKey, shiftKey, timeStamp, target } = event;
  if (target instanceof Element && target.closest('input, textarea') !== null) return;
  emit({ key, code, altKey, shiftKey, timeStamp });
}
