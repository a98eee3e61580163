import type { Pen } from '../../devtools/providers/painter/pen';

/** The background of a cover; the picture is 600 by 800. */
export type Backdrop = { painted: string } | { draw: (pen: Pen) => void };

const wall = (pen: Pen, top: string, floor: string, edge = 620) => {
  pen.rect(0, 0, 600, 800, top);
  pen.path(`M0 ${edge}C200 ${edge - 20} 400 ${edge - 20} 600 ${edge}V800H0Z`, floor);
};

/** By the id of the scene; either a prompt for the painter or drawn here. */
export const backdrops: Record<string, Backdrop> = {
  'studio-white': {
    draw(pen) {
      wall(pen, '#ECEBE7', '#DEDCD6');
      pen.path('M60 0H540L470 640H130Z', '#FAF9F6', 0.8);
    },
  },
  'studio-warm-grey': {
    draw(pen) {
      wall(pen, '#BDB3A7', '#A89D90');
      pen.circle(150, 210, 260, '#D8CFC4', 0.55);
      pen.rect(470, 60, 90, 150, '#F6EFE2', 12);
      pen.rect(511, 210, 8, 420, '#4A433C');
    },
  },
  'studio-cream-arch': {
    draw(pen) {
      wall(pen, '#F1E6D4', '#E5D5BC');
      pen.path('M130 640V330C130 120 470 120 470 330V640Z', '#FBF4E8');
      pen.ellipse(300, 712, 230, 46, '#D9C6A8');
      pen.rect(70, 712, 460, 60, '#E9DAC2');
      pen.ellipse(300, 712, 230, 40, '#F3E7D3');
    },
  },
  'studio-sunlit-wall': {
    draw(pen) {
      wall(pen, '#E7E3DA', '#D2CABC');
      for (let at = 0; at < 7; at += 1) {
        const y = 90 + at * 74;
        pen.polygon([150, y, 560, y - 90, 560, y - 50, 150, y + 40], '#FFF6DC', 0.85);
      }
      pen.polygon([340, 40, 362, 34, 362, 560, 340, 568], '#E7E3DA', 0.9);
    },
  },
  'street-old-lane': {
    draw(pen) {
      pen.rect(0, 0, 600, 800, '#F3DFC0');
      pen.path('M0 0H190L240 560L0 700Z', '#8E8A84');
      pen.path('M600 0H410L360 560L600 700Z', '#A19C94');
      pen.path('M0 700L240 560H360L600 700V800H0Z', '#C7B9A2');
      for (let row = 0; row < 9; row += 1) {
        pen.line(`M0 ${40 + row * 74}L${194 + row * 5} ${20 + row * 62}`, 2, '#77736D', 0.6);
        pen.line(`M600 ${40 + row * 74}L${406 - row * 5} ${20 + row * 62}`, 2, '#8B867F', 0.6);
      }
      pen.path('M40 330L130 320V640L40 680Z', '#6B4A35');
      pen.path('M-20 60H230L214 100H-20ZM620 60H370L386 100H620Z', '#3F4A52');
      for (const [x, y] of [
        [176, 190],
        [424, 190],
      ] as const) {
        pen.ellipse(x, y, 24, 30, '#C8402E');
        pen.line(`M${x} ${y + 30}v26`, 4, '#D9A441');
      }
    },
  },
  'street-cafe': {
    draw(pen) {
      pen.rect(0, 0, 600, 800, '#C9B79C');
      pen.rect(0, 0, 600, 96, '#2F4A41');
      pen.rect(40, 170, 220, 400, '#4A3A30', 6);
      pen.rect(56, 190, 188, 220, '#F2D79B', 4);
      pen.rect(340, 170, 220, 400, '#4A3A30', 6);
      pen.rect(356, 190, 188, 240, '#F2D79B', 4);
      pen.circle(110, 250, 26, '#FBEFD0', 0.9);
      pen.circle(440, 270, 20, '#FBEFD0', 0.9);
      for (let at = 0; at < 8; at += 1) {
        const x = at * 75;
        pen.path(`M${x} 90h75v50c0 46-75 46-75 0z`, at % 2 === 0 ? '#B9533F' : '#F4EBDD');
      }
      pen.rect(0, 600, 600, 200, '#9C8C74');
      pen.rect(0, 600, 600, 10, '#7F705B');
      pen.rect(60, 560, 70, 100, '#A5543A', 8);
      for (const turn of [-40, -14, 14, 40]) {
        pen
          .at(95, 566, { rotate: turn })
          .path('M0 0C26-50 22-130 0-170C-22-130-26-50 0 0Z', '#4E7F58');
      }
    },
  },
  'street-night-neon': { painted: '雨夜的街道，城市霓虹，平面插画' },
  'street-crossing': { painted: '清晨的都市街道，高楼，平面插画' },
  'nature-seaside': { painted: '海边沙滩，白云，平面插画' },
  'nature-meadow': { painted: '开阔的山野草地，群山，阳光，平面插画' },
  'nature-forest': { painted: '清晨的森林，松树，阳光，平面插画' },
  'nature-cherry': { painted: '樱花树，湖水，平面插画' },
  'nature-autumn': { painted: '秋天的枫林，黄昏，平面插画' },
  'home-window': { painted: '室内窗边，绿植，清晨，平面插画' },
  'home-bedroom': {
    draw(pen) {
      pen.rect(0, 0, 600, 800, '#EAD9C4');
      pen.rect(0, 620, 600, 180, '#B98B62');
      pen.rect(30, 360, 540, 270, '#8C6A4C', 18);
      pen.rect(50, 430, 500, 210, '#F6F0E6', 26);
      pen.rect(80, 400, 190, 84, '#FFFFFF', 30);
      pen.rect(330, 400, 190, 84, '#F1E4D4', 30);
      pen.path('M50 540C220 510 380 510 550 540V650H50Z', '#D9BFA0');
      pen.rect(210, 110, 180, 150, '#FBF6EC', 8);
      pen.path('M230 230L280 170L320 210L350 190L376 230Z', '#A9B9A4');
    },
  },
  'home-study': {
    draw(pen) {
      pen.rect(0, 0, 600, 800, '#5A3F2E');
      const spines = ['#B9533F', '#2F6DA8', '#E0B458', '#F1E4CB', '#5F8A66', '#8C4A5C', '#3F5566'];
      for (let shelf = 0; shelf < 4; shelf += 1) {
        const bottom = 170 + shelf * 170;
        pen.rect(0, bottom, 600, 16, '#3E2A1F');
        for (let x = 8, at = shelf * 3; x < 580; at += 1) {
          const width = 24 + ((at * 13) % 22);
          const height = 96 + ((at * 29) % 44);
          pen.rect(x, bottom - height, width, height, spines[at % spines.length] ?? '#B9533F', 3);
          x += width + 4;
        }
      }
      pen.rect(0, 690, 600, 110, '#7A5A40');
    },
  },
  'home-kitchen': {
    draw(pen) {
      pen.rect(0, 0, 600, 800, '#EFE9DC');
      for (let x = 0; x < 600; x += 60)
        for (let y = 170; y < 400; y += 46) pen.rect(x + 3, y + 3, 54, 40, '#FBF8F1', 3);
      pen.rect(0, 20, 600, 120, '#A8835C', 6);
      pen.line('M200 20V140M400 20V140', 4, '#8A6845');
      pen.rect(0, 420, 600, 26, '#D8CBB6');
      pen.rect(0, 446, 600, 210, '#B38E66');
      pen.line('M200 446V656M400 446V656', 4, '#94724E');
      pen.rect(0, 656, 600, 144, '#CFC2AC');
      pen.ellipse(120, 404, 60, 20, '#7FA08C');
      for (const [x, color] of [
        [92, '#E08A3E'],
        [124, '#C93F2E'],
        [150, '#E9B83F'],
      ] as const)
        pen.circle(x, 388, 20, color);
      pen.rect(470, 350, 60, 70, '#3F5566', 10);
    },
  },
  'festival-lanterns': { painted: '灯笼夜市，古镇街道，夜，平面插画' },
  'festival-snow': { painted: '雪夜小镇的木屋，松树，平面插画' },
  'festival-fireworks': { painted: '夜晚江边的城市，满天烟花，平面插画' },
};
