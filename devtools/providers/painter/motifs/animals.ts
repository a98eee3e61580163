import type { Creature } from './creatures';
import { drawFaceOf } from './faces';
import { darker, lighter } from '../color';
import type { Pen } from '../pen';

const ink = '#2A1D16';

/** Sits on the ground at 0, 0, about 430 high and 300 wide. */
export function drawCreature(pen: Pen, kind: Creature, isTurned: boolean): void {
  drawTail(pen, kind);
  drawBody(pen, kind, isTurned);
  const head = pen.at(0, -292, { scale: 1.12 });
  drawEars(head, kind);
  drawHead(head, kind, isTurned);
  if (!isTurned) drawFace(head, kind);
}

function drawTail(pen: Pen, { tail, fur, belly, mark }: Creature): void {
  const shade = darker(fur, 0.1);
  if (tail === 'curl') {
    pen.line('M90-40C176-10 214-84 176-150', 42, shade);
    if (mark === 'tabby' || mark === 'tiger') {
      const stripe = mark === 'tiger' ? '#3A2A20' : darker(fur, 0.3);
      pen.line('M160-44l16 22M182-86l24 2M176-126l24-8', 10, stripe);
    }
  } else if (tail === 'bushy') {
    pen.path('M80-20C190 10 260-60 226-190C206-150 120-150 84-70Z', shade);
    pen.path(
      'M226-190C240-138 234-96 214-68C206-98 186-122 166-132C196-146 216-164 226-190Z',
      belly,
    );
  } else if (tail === 'spike') {
    pen.path('M80-10C200 30 250-70 196-140C208-80 150-70 80-80Z', shade);
    pen.path('M196-140l-30-14l44-34l16 52z', darker(fur, 0.3));
  } else {
    pen.circle(104, -54, 30, shade);
  }
}

function drawBody(pen: Pen, { fur, belly, mark }: Creature, isTurned: boolean): void {
  const isPanda = mark === 'panda';
  const body = {
    from: [0, -240],
    to: [0, 0],
    stops: [
      [0, fur],
      [1, darker(fur, 0.12)],
    ],
  } as const;
  pen.path(
    'M-84-236C-112-160-138-96-132-42C-130-8-96 0 0 0S130-8 132-42C138-96 112-160 84-236Z',
    body,
  );
  if (mark === 'wool') {
    for (const [x, y] of [
      [-112, -60],
      [-118, -120],
      [-96, -178],
      [112, -60],
      [118, -120],
      [96, -178],
    ] as const) {
      pen.circle(x, y, 40, fur);
    }
  }
  if (isPanda)
    pen.path(
      'M-92-238C-128-196-146-140-138-96C-60-150 60-150 138-96C146-140 128-196 92-238Z',
      '#22282B',
    );
  if (isTurned) {
    if (mark === 'tabby' || mark === 'tiger') {
      const stripe = mark === 'tiger' ? '#3A2A20' : darker(fur, 0.26);
      pen.line(
        'M-112-150c30 12 40 12 56 6M-126-100c30 12 44 12 60 6M112-150c-30 12-40 12-56 6M126-100c-30 12-44 12-60 6',
        11,
        stripe,
      );
    }
    return;
  }
  pen.path(
    'M-62-226C-84-176-60-116-30-96C-14-86 14-86 30-96C60-116 84-176 62-226Z',
    belly,
    isPanda ? 0 : 0.95,
  );
  if (mark === 'dragon') {
    pen.line(
      'M-56-170C-20-160 20-160 56-170M-60-126C-20-116 20-116 60-126M-54-84C-20-74 20-74 54-84',
      6,
      darker(belly, 0.2),
    );
  }
  const leg = isPanda ? '#22282B' : fur;
  const line = darker(leg, isPanda ? 0 : 0.22);
  pen.line('M-38-118V-24M38-118V-24', 64, leg);
  pen.line('M0-110V-16', 5, line, 0.5);
  pen.ellipse(-100, -14, 46, 24, isPanda ? '#22282B' : darker(fur, 0.08));
  pen.ellipse(100, -14, 46, 24, isPanda ? '#22282B' : darker(fur, 0.08));
  if (!isPanda) {
    pen.ellipse(-37, -10, 30, 17, belly);
    pen.ellipse(37, -10, 30, 17, belly);
  }
  pen.line('M-46-12v8M-30-12v8M30-12v8M46-12v8', 3.5, line, 0.6);
}

function drawEars(pen: Pen, { ears, fur, earInside, mark }: Creature): void {
  for (const flip of [false, true]) {
    const side = pen.at(0, 0, { flip });
    if (mark === 'antlers') {
      side.line(
        'M-30-80C-46-130-40-160-64-196M-46-140C-70-150-84-160-96-184M-44-116C-20-136-16-150-20-172',
        13,
        '#8A5B3C',
      );
    }
    if (mark === 'dragon') {
      side.path('M-30-84C-50-120-84-130-92-160C-50-160-10-130-6-92Z', '#F1D48A');
      side.path('M-92-20C-140-40-150-10-160-30C-160 30-130 40-96 24Z', darker(fur, 0.15));
    }
    if (ears === 'pointed') {
      side.path('M-98-14C-106-90-96-136-86-150C-56-132-34-108-18-86Z', fur);
      side.path('M-84-44C-86-84-82-108-78-118C-60-106-46-94-38-80Z', earInside);
    } else if (ears === 'round') {
      side.circle(-76, -72, 36, mark === 'panda' ? '#22282B' : fur);
      side.circle(-74, -68, 20, earInside);
    } else if (ears === 'long') {
      side.at(-40, -70, { rotate: -10 }).ellipse(0, -76, 30, 92, fur);
      side.at(-40, -70, { rotate: -10 }).ellipse(0, -72, 15, 68, earInside);
    }
  }
}

function drawHead(
  pen: Pen,
  { fur, mark, ears, earInside, belly }: Creature,
  isTurned: boolean,
): void {
  if (mark === 'mane') {
    for (let angle = 0; angle < 360; angle += 24) {
      pen
        .at(0, 0, { rotate: angle })
        .ellipse(0, -98, 34, 44, angle % 48 === 0 ? '#A9652F' : '#B97438');
    }
  }
  pen.path('M-106 4C-106-70-56-98 0-98S106-70 106 4C106 60 60 90 0 90S-106 60-106 4Z', {
    center: [-20, -40],
    radius: 170,
    stops: [
      [0, lighter(fur, 0.12)],
      [0.6, fur],
      [1, darker(fur, 0.1)],
    ],
  });
  if (mark === 'wool') {
    for (const [x, y, r] of [
      [-70, -70, 36],
      [-30, -92, 40],
      [20, -96, 40],
      [64, -76, 36],
    ] as const)
      pen.circle(x, y, r, '#FFFDF6');
  }
  if (mark === 'fox' && !isTurned) {
    pen.path(
      'M-106 8C-70 0-30 16 0 84C-56 92-102 62-106 8ZM106 8C70 0 30 16 0 84C56 92 102 62 106 8Z',
      belly,
    );
  }
  if (mark === 'bib' && !isTurned)
    pen.path(
      'M-64 30C-50-10-26-20-20-70C-8-82 8-82 20-70C26-20 50-10 64 30C60 78 30 88 0 88S-60 78-64 30Z',
      belly,
    );
  if (mark === 'tabby') pen.line('M-22-86v28M0-92v38M22-86v28', 10, darker(fur, 0.26));
  if (mark === 'tiger') pen.line('M-30-82v20M30-82v20M-22-64h44M-18-46h36M0-90v56', 9, '#3A2A20');
  if ((mark === 'tabby' || mark === 'tiger') && !isTurned) {
    pen.line(
      'M-104 10h26M-100 32h26M104 10h-26M100 32h-26',
      8,
      mark === 'tiger' ? '#3A2A20' : darker(fur, 0.26),
    );
  }
  if (ears === 'floppy') {
    for (const flip of [false, true]) {
      const isSide = mark === 'antlers' || mark === 'wool';
      const ear = pen.at(0, 0, { flip });
      if (isSide) ear.at(-98, -34, { rotate: -62 }).ellipse(0, -20, 22, 44, earInside);
      else
        ear.path(
          'M-58-86C-110-92-132-40-122 30C-112 52-88 40-82 14C-76-20-70-50-58-86Z',
          earInside,
        );
    }
  }
}

function drawFace(pen: Pen, { mark, belly, nose, fur }: Creature): void {
  if (drawFaceOf[mark]?.(pen, { belly, nose, fur }) === 'whole') return;
  if (mark === 'panda') {
    pen.at(-44, 0, { rotate: 24 }).ellipse(0, 0, 28, 35, '#22282B');
    pen.at(44, 0, { rotate: -24 }).ellipse(0, 0, 28, 35, '#22282B');
  }
  if (
    mark === 'tabby' ||
    mark === 'tiger' ||
    mark === 'none' ||
    mark === 'mane' ||
    mark === 'dragon'
  ) {
    pen.ellipse(0, 42, 46, 34, belly, mark === 'none' && fur === '#F6F1EA' ? 0.4 : 1);
  }
  for (const side of [-1, 1]) {
    pen.circle(side * 43, 0, mark === 'panda' ? 11 : 15, mark === 'panda' ? '#0E1214' : ink);
    pen.circle(side * 43 + 5, -6, 5.5, '#FFFFFF');
    pen.circle(side * 43 - 4, 5, 2.5, '#FFFFFF', 0.8);
    pen.ellipse(side * 72, 34, 17, 11, '#EB8E80', 0.45);
  }
  if (mark === 'fox' || mark === 'bib' || mark === 'antlers' || mark === 'wool')
    pen.ellipse(0, 34, 15, 11, nose);
  else pen.path('M-12 22C-6 18 6 18 12 22C10 30 4 36 0 36S-10 30-12 22Z', nose);
  pen.line(
    'M0 38c0 16-18 20-27 9M0 38c0 16 18 20 27 9',
    4.5,
    mark === 'panda' ? '#22282B' : '#7A4630',
  );
  if (mark === 'tabby' || mark === 'fox' || mark === 'tiger') {
    pen.line('M-56 42L-118 32M-56 52L-114 58M56 42L118 32M56 52L114 58', 2.5, '#FFFFFF', 0.75);
  }
}
