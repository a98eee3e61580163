import { recordWarning } from './stats';

/** Reports text drawn with a font that the build did not load. */
export function listenToFonts(): void {
  document.fonts.addEventListener('loadingerror', (event) => {
    for (const { family } of event.fontfaces)
      recordWarning(`the font ${family} is remote and not loaded: its icons are missing`);
  });
}
