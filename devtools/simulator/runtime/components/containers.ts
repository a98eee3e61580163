import { toBrowserLengths } from '../../lengths';
import { pageViews } from '../phone/page-views';
import type { BuiltIn } from './built-in';

/** Tags that only contain other content; `styles/components.css` gives them their look. */
export const containers: BuiltIn[] = [
  { tag: 'view' },
  { tag: 'cover-view' },
  { tag: 'root-portal' },
  {
    tag: 'page-container',
  },
  {
    tag: 'page-meta',
    create: applyPageMeta,
  },
  { tag: 'label', create: forwardTaps },
];

/** `<page-meta page-style>` styles the page itself, usually to stop it from scrolling under a popup. */
function applyPageMeta({
  host,
  render,
  text,
}: Parameters<NonNullable<BuiltIn['create']>>[0]): void {
  render(['pageStyle'], () => {
    const scroller = pageViews.around(host)?.scroller;
    host.closest('page')?.setAttribute('style', toBrowserLengths(text('pageStyle')));
    if (scroller !== undefined)
      scroller.style.overflowY = /overflow(-y)?:\s*hidden/.test(text('pageStyle')) ? 'hidden' : '';
  });
}

/** A tap on a label acts on the control inside it, or on the one that it names. */
function forwardTaps({ host, node, text }: Parameters<NonNullable<BuiltIn['create']>>[0]): void {
  const selector = 'wx-switch, wx-checkbox, wx-radio, wx-button, input, textarea';
  node.addListener('tap', () => {
    const named =
      text('for') === ''
        ? undefined
        : host.closest('page')?.querySelector(`#${CSS.escape(text('for'))}`);
    const control = named ?? host.querySelector(selector);
    if (control instanceof HTMLElement && !control.matches(':active')) {
      control.dispatchEvent(new CustomEvent('label-tap'));
      control.focus();
    }
  });
}
