import { tagDefinitions } from '../../tag-definitions';
import { registerBuiltIn, type BuiltIn } from './built-in';
import { button } from './button';
import { checkbox, groups, radio, switchTag } from './choice';
import { containers } from './containers';
import { form } from './form';
import { images } from './image';
import { canvas, icon, progress, slider } from './indicators';
import { input, textarea } from './input';
import { picker } from './picker';
import { scrollView } from './scroll-view';
import { swiper, swiperItem } from './swiper';
import { navigator, richText, text } from './text';

/** Every tag in `tag-definitions.ts`, where the build reads which tags exist. */
export const builtIns: BuiltIn[] = [
  ...containers,
  ...images,
  ...groups,
  button,
  canvas,
  checkbox,
  form,
  icon,
  input,
  navigator,
  picker,
  progress,
  radio,
  richText,
  scrollView,
  slider,
  swiper,
  swiperItem,
  switchTag,
  text,
  textarea,
];

export function registerBuiltIns(): void {
  for (const builtIn of builtIns) registerBuiltIn(builtIn);
  const registered = new Set<string>(builtIns.map(({ tag }) => tag));
  for (const tag of Object.keys(tagDefinitions)) {
    if (!registered.has(tag))
      console.error(`[simulator] tag-definitions.ts lists <${tag}>, which is not built`);
  }
}
