import { darker, lighter } from '../color';
import type { Pen } from '../pen';

/** Floats with its water line at 0, about 300 wide. */
export function drawBoat(pen: Pen, color: string): void {
  pen.rect(-4, -300, 9, 280, '#5B3C2C');
  pen.path('M12-296C120-230 150-120 140-50H12Z', '#FBF4E6');
  pen.path('M-10-270C-80-200-100-110-96-50H-10Z', darker('#FBF4E6', 0.08));
  pen.path('M-160-30C-100-20 100-20 170-36C150 30 110 40 0 40S-130 30-160-30Z', {
    from: [0, -30],
    to: [0, 40],
    stops: [
      [0, lighter(color, 0.1)],
      [1, darker(color, 0.3)],
    ],
  });
  pen.line('M-156-26C-100-16 100-16 166-30', 7, '#F4E3C0');
}

/** The small roofed boat of a river painting, about 240 wide. */
export function drawSkiff(pen: Pen, color: string): void {
  pen.path('M-130-10C-70 16 70 16 130-14C110 40-106 42-130-10Z', color);
  pen.path('M-54 0C-50-50 30-54 40 0Z', darker(color, 0.25));
  pen.path('M74-10l6-60h20l8 58z', '#2A3A40');
  pen.circle(90, -80, 13, '#E3B18F');
  pen.path('M62-82L90-112L118-82Z', '#C9A867');
  pen.line('M112-60L170 40', 5, '#4A3B32');
}

/** A row of cars to the left with their wheels on 0; about 900 long. */
export function drawTrain(pen: Pen, color: string): void {
  for (let car = 0; car < 3; car += 1) {
    const wagon = pen.at(car * 300, 0);
    wagon.rect(
      0,
      -180,
      284,
      150,
      {
        from: [0, -180],
        to: [0, -30],
        stops: [
          [0, lighter(color, 0.16)],
          [1, darker(color, 0.12)],
        ],
      },
      22,
    );
    wagon.rect(0, -92, 284, 16, '#F8F1E2');
    for (let window = 0; window < 4; window += 1)
      wagon.rect(22 + window * 64, -158, 48, 52, '#FFE3A0', 8);
    wagon.rect(284, -70, 16, 20, '#3A3F45');
    for (const x of [54, 110, 174, 230]) wagon.circle(x, -18, 22, '#2E343A');
    for (const x of [54, 110, 174, 230]) wagon.circle(x, -18, 9, '#8D959E');
  }
}

export function drawCar(pen: Pen, color: string): void {
  pen.ellipse(0, 4, 220, 14, '#101820', 0.2);
  pen.path('M-110-100C-90-180-60-190 10-190C90-190 110-160 140-100Z', darker(color, 0.1));
  pen.path('M-92-106C-78-164-60-172-6-172V-106ZM10-172C76-172 92-156 116-106H10Z', '#CFE6EE');
  pen.path(
    'M-220-40C-220-90-180-104-110-108H140C190-104 226-90 226-46C226-24 210-20 190-20H-190C-212-20-220-24-220-40Z',
    {
      from: [0, -110],
      to: [0, -20],
      stops: [
        [0, lighter(color, 0.16)],
        [1, darker(color, 0.14)],
      ],
    },
  );
  pen.circle(-200, -62, 14, '#FFF0C0');
  for (const x of [-120, 124]) {
    pen.circle(x, -22, 44, '#2A2F35');
    pen.circle(x, -22, 20, '#C3C9CF');
  }
}

export function drawBicycle(pen: Pen, color: string): void {
  for (const x of [-120, 120]) {
    pen.ring(x, -80, 76, 10, '#2A2F35');
    pen.line(`M${x - 70}-80H${x + 70}M${x}-150V-10`, 2.5, '#8D959E');
  }
  pen.line('M-120-80L-50-200L20-80H-120M-50-200L80-196L20-80M120-80L76-230', 11, color);
  pen.line('M76-230L40-240M76-230L110-250', 10, '#2A2F35');
  pen.line('M-84-214H-26', 16, '#3A2A20');
}
