import { drawBlossom, drawFlower } from './motifs/flowers';
import { lighter, withAlpha } from './color';
import type { Place, Stage } from './stage';
import type { Pen } from './pen';

/** Draws what is between the viewer and the subject: grass and flowers in the foreground, rain, snow, mist, petals. */
export function drawForeground(pen: Pen, stage: Stage, place: Place): void {
  const { idea, has, width, height, floor, random, palette } = stage;
  if (
    place === 'open' &&
    has('flower', 'grass') &&
    has('cat', 'dog', 'rabbit', 'girl', 'boy', 'fox', 'bear', 'panda', 'person', 'robot', 'deer')
  ) {
    for (let flower = 0; flower < 16; flower += 1) {
      const x = random.between(0, width);
      const isClear = Math.abs(x - width / 2) < 190;
      const tone = random.pick(['#E8788A', '#F2C14A', '#FFFFFF', '#9A86D0']);
      drawFlower(
        pen.at(x, height + random.between(isClear ? 60 : 0, 70), { scale: random.between(0.6, 1) }),
        tone,
        random,
      );
    }
  }
  if (place === 'indoor' || place === 'space') return;
  if (idea.weather === 'rain') drawRain(pen, stage);
  if (idea.weather === 'snow') {
    for (let flake = 0; flake < 170; flake += 1) {
      const size = random.next() ** 2 * 11 + 2;
      pen.circle(
        random.between(0, width),
        random.between(0, height),
        size,
        '#FFFFFF',
        random.between(0.5, 0.95),
      );
    }
  }
  if (idea.weather === 'fog') {
    for (let bank = 0; bank < 9; bank += 1) {
      const y = stage.horizon - 160 + bank * 46;
      pen.ellipse(
        random.between(0, width),
        y,
        random.between(300, 600),
        random.between(20, 46),
        withAlpha(lighter(palette.sky[2], 0.3), 0.3),
      );
    }
  }
  if (has('cherry')) {
    for (let petal = 0; petal < 46; petal += 1)
      drawBlossom(
        pen.at(random.between(0, width), random.between(0, height), {
          scale: random.between(0.14, 0.4),
          rotate: random.between(0, 90),
          stretch: 0.6,
        }),
        '#F7C3C8',
      );
  }
  if (has('maple')) {
    for (let leaf = 0; leaf < 44; leaf += 1)
      drawLeaf(
        pen.at(random.between(0, width), random.between(0, height), {
          scale: random.between(0.3, 0.9),
          rotate: random.between(0, 360),
        }),
        random.pick(['#D0602F', '#E3A23B', '#B8442E']),
      );
  }
  const isMagic = idea.mood === 'mysterious' || idea.mood === 'dreamy';
  if (isMagic || (idea.time === 'night' && has('forest', 'grass'))) {
    for (let fly = 0; fly < 34; fly += 1) {
      const [x, y, radius] = [
        random.between(0, width),
        random.between(height * 0.35, floor + 60),
        random.between(8, 26),
      ];
      pen.circle(x, y, radius, {
        center: [x, y],
        radius,
        stops: [
          [0, '#FFF6C0E8'],
          [0.3, '#FFE58A88'],
          [1, '#FFE58A00'],
        ],
      });
    }
  }
}

function drawRain(pen: Pen, { width, height, random, floor, idea }: Stage): void {
  const isDark = idea.time === 'night';
  for (let drop = 0; drop < 230; drop += 1) {
    const long = random.between(28, 84);
    const [x, y] = [random.between(-40, width + 40), random.between(-60, height)];
    pen.line(
      `M${x} ${y}L${x - long * 0.2} ${y + long}`,
      random.between(1.6, 4),
      isDark ? '#BFD8E8' : '#F4FAFC',
      random.between(0.3, 0.7),
    );
  }
  for (let ripple = 0; ripple < 34; ripple += 1) {
    const [x, y] = [random.between(0, width), random.between(floor - 30, height)];
    const wide = random.between(16, 54);
    pen.line(
      `M${x - wide} ${y}C${x - wide * 0.6} ${y - wide * 0.3} ${x + wide * 0.6} ${y - wide * 0.3} ${x + wide} ${y}`,
      3,
      '#FFFFFF',
      0.4,
    );
  }
}

function drawLeaf(pen: Pen, tone: string): void {
  pen.path(
    'M0 40L-6 10L-40 20L-26 0L-44-16L-18-18L-20-40L0-22L20-40L18-18L44-16L26 0L40 20L6 10Z',
    tone,
    0.92,
  );
}
