import { darker, lighter } from '../../devtools/providers/painter/color';
import type { Pen } from '../../devtools/providers/painter/pen';

export type Look = {
  skin: string;
  hair: string;
  hairCut: 'long' | 'bob' | 'short';
  outfit: { kind: 'dress'; color: string } | { kind: 'suit'; top: string; bottom: string };
};

const shoe = '#3A2E2A';

/**
 * Draws a standing person with the chin at 0, 72 and the soles at 0, 640; frontal with arms at the sides, as a try-on
 * needs it.
 */
export function drawFigure(pen: Pen, { skin, hair, hairCut, outfit }: Look): void {
  pen.ellipse(0, 640, 120, 14, '#000000', 0.14);
  const bottom = outfit.kind === 'dress' ? skin : outfit.bottom;
  const cloth = outfit.kind === 'dress' ? outfit.color : outfit.top;
  pen.path('M-34 520h24l-2 112h-22zM10 520h24v112H14z', bottom);
  pen.path('M-40 626h34v14h-44zM8 626h34l8 14H8z', shoe);
  pen.path(
    'M-66 98C-92 150-100 240-104 320l22 4C-76 250-64 190-48 150ZM66 98C92 150 100 240 104 320l-22 4C76 250 64 190 48 150Z',
    skin,
  );
  if (outfit.kind === 'dress') {
    pen.path(
      'M-64 96C-40 84 40 84 64 96L58 200C60 230 96 380 118 520C60 546-60 546-118 520C-96 380-60 230-58 200Z',
      cloth,
    );
    const fold = darker(cloth, 0.22);
    pen.line('M-56 212C-20 224 20 224 56 212', 4, fold, 0.8);
    pen.line('M-40 240C-52 340-66 440-74 526M0 240V536M40 240C52 340 66 440 74 526', 4, fold, 0.7);
  } else {
    pen.path('M-62 284H62L50 628H8L0 330L-8 628H-50Z', bottom);
    pen.path('M-70 96C-40 84 40 84 70 96L62 296H-62Z', cloth);
    pen.line('M-60 290H60', 4, darker(cloth, 0.14), 0.8);
  }
  pen.path('M-30 88C-20 122 20 122 30 88L18 84C10 100-10 100-18 84Z', skin);
  pen.path(
    'M-66 97C-86 130-92 170-96 206l36 8L-46 140ZM66 97C86 130 92 170 96 206l-36 8L46 140Z',
    darker(cloth, 0.04),
  );
  drawHead(pen, skin, hair, hairCut);
}

function drawHead(pen: Pen, skin: string, hair: string, cut: Look['hairCut']): void {
  if (cut === 'long') {
    pen.path(
      'M-46-4C-60 60-58 96-50 128C-30 100 30 100 50 128C58 96 60 60 46-4C40-60-40-60-46-4Z',
      hair,
    );
  } else if (cut === 'bob') {
    pen.path(
      'M-46-4C-58 30-56 56-48 78C-26 66 26 66 48 78C56 56 58 30 46-4C40-60-40-60-46-4Z',
      hair,
    );
  }
  pen.path('M-17 54h34v40c0 14-34 14-34 0z', darker(skin, 0.06));
  pen.path('M-38 0C-38 46-20 72 0 72S38 46 38 0C38-44-38-44-38 0Z', skin);
  pen.path(
    cut === 'short'
      ? 'M-42 6C-48-58 48-58 42 6C38-6 34-16 28-22C10-14-12-14-28-22C-34-16-38-6-42 6Z'
      : 'M-42 10C-46-54 46-54 42 10C34-14 10-22-6-24C-16-16-34-8-42 10Z',
    hair,
  );
  pen.line('M-22 14c4 4 10 4 14 0M8 14c4 4 10 4 14 0', 3.5, '#3A2A24');
  pen.path('M-9 42c6 6 12 6 18 0c-4-4-14-4-18 0z', '#C25B46');
}

export type Garment = { shape: 'dress' | 'coat' | 'tee' | 'skirt' | 'knit'; color: string };

/** Draws a whole garment on its own, hanging or lying, with nothing in front of it. */
export function drawGarment(pen: Pen, { shape, color }: Garment): void {
  const shade = darker(color, 0.16);
  const line = darker(color, 0.28);
  if (shape === 'dress') {
    drawHanger(pen);
    pen.path(
      'M-64 62C-44 74-20 100 0 100S44 74 64 62L110 130L74 158L58 134V210C66 260 96 400 116 500C50 526-50 526-116 500C-96 400-66 260-58 210V134L-74 158L-110 130Z',
      color,
    );
    pen.line('M-58 212C-20 224 20 224 58 212', 4, line);
    pen.line('M-40 240C-52 330-62 420-72 508M0 230V520M40 240C52 330 62 420 72 508', 4, line, 0.8);
    for (const y of [130, 158, 186]) pen.circle(0, y, 5, '#F1EDE5');
  } else if (shape === 'coat') {
    pen.line('M0 40V-34c0-26 34-22 30 0', 7, '#8C6A4C');
    pen.path(
      'M-60 40C-30 60 30 60 60 40L116 80L148 330L106 338L84 180V470H-84V180L-106 338L-148 330L-116 80Z',
      color,
    );
    pen.path('M-60 40L-10 200L-44 180L-70 90ZM60 40L10 200L44 180L70 90Z', shade);
    pen.line('M0 190V470', 4, line);
    for (const y of [230, 290, 350]) pen.circle(-16, y, 7, '#5A4630');
    pen.rect(-70, 360, 40, 8, shade);
    pen.rect(30, 360, 40, 8, shade);
  } else if (shape === 'skirt') {
    pen.path('M-92 64H92L190 470C60 500-60 500-190 470Z', color);
    pen.path('M-30 64H30L52 488C20 492-20 492-52 488Z', lighter(color, 0.08));
    pen.line('M-70 64L-142 478M-50 64L-98 484M70 64L142 478M50 64L98 484', 3.5, line);
    pen.path('M-184 440C-60 470 60 470 184 440L190 470C60 500-60 500-190 470Z', '#D9B36C');
    for (let at = -140; at <= 140; at += 40) pen.circle(at, 464, 6, '#F1DDAE');
    pen.rect(-94, 24, 188, 44, shade, 5);
  } else {
    const sleeve =
      shape === 'knit'
        ? 'M-128 96L-176 330L-112 344L-96 216'
        : 'M-128 96L-170 214L-112 238L-96 190';
    const other =
      shape === 'knit' ? 'M128 96L176 330L112 344L96 216' : 'M128 96L170 214L112 238L96 190';
    pen.path(`${sleeve}V130Z`, shade);
    pen.path(`${other}V130Z`, shade);
    pen.path(
      'M-58 50C-30 74 30 74 58 50L128 96L108 190L96 216V430H-96V216L-108 190L-128 96Z',
      color,
    );
    pen.path('M-58 50C-30 84 30 84 58 50L46 44C24 66-24 66-46 44Z', line);
    if (shape === 'knit') {
      for (let at = -72; at <= 72; at += 24) pen.line(`M${at} 100V420`, 3, shade, 0.8);
      pen.rect(-96, 412, 192, 26, line, 4);
    } else {
      for (let at = 0; at < 5; at += 1) {
        const y = 150 + at * 30;
        pen.rect(-96, y, 192, 12, '#2F5F8A', 0, 0.95);
      }
    }
  }
}

function drawHanger(pen: Pen): void {
  pen.line('M0 10V-34c0-26 34-22 30 0', 7, '#8C6A4C');
  pen.line('M-92 84L0 22L92 84', 11, '#A37C58');
}
