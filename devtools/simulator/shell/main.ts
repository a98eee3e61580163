import './shell.css';
import { element } from '../dom';
import { createControls } from './controls';
import { createInspector } from './inspector';
import { createPhone } from './phone';

/** Below this width the window itself is the phone. */
const desktopPx = 600;

if (innerWidth < desktopPx) {
  location.replace(`/app.html${location.search}`);
} else {
  const phone = createPhone();
  const inspector = createInspector(phone);
  document.body.append(
    element(
      'div',
      'desk',
      createControls(phone),
      element('main', 'stage', phone.element),
      inspector,
    ),
  );
}
