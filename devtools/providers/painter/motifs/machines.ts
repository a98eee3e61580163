import { darker, lighter } from '../color';
import type { Ink, Pen } from '../pen';
import { drawRider } from './roles';
import { ball, castShadow, lit } from './shading';

/* On wheels, at 0, 0 on the ground; about 480 wide. */

const glass: Ink = {
  from: [0, -260],
  to: [0, -120],
  stops: [
    [0, '#DDEFF5'],
    [1, '#9FC6D6'],
  ],
};

function drawWheels(pen: Pen, places: readonly number[], radius = 46): void {
  for (const x of places) {
    pen.circle(x, -radius, radius, '#262B31');
    pen.circle(x, -radius, radius * 0.56, '#C3C9CF');
    pen.circle(x, -radius, radius * 0.22, '#59616A');
  }
}

export function drawTruck(pen: Pen, color: string | null): void {
  const cab = color ?? '#3F7FB8';
  castShadow(pen, 270);
  pen.rect(-110, -290, 370, 232, lit('#F1ECE0', -290, -58), 14);
  pen.line('M-20-280V-70M80-280V-70M180-280V-70', 4, '#CFC6B2');
  pen.rect(-110, -150, 370, 26, cab);
  pen.path(
    'M-270-60V-130C-268-160-240-220-226-228H-122V-46H-258C-266-48-270-52-270-60Z',
    lit(cab, -228, -46),
  );
  pen.path('M-246-136C-242-160-226-200-216-206H-146V-136Z', glass);
  pen.rect(-274, -104, 20, 24, '#FFF0C0', 8);
  pen.rect(-280, -66, 560, 20, '#3A4048', 8);
  drawWheels(pen, [-190, 70, 186]);
}

export function drawFireTruck(pen: Pen): void {
  castShadow(pen, 280);
  const ladder = pen.at(-40, -266, { rotate: -16 });
  ladder.line('M-10 0H330M-10-34H330', 11, '#C3C9CF');
  for (let rung = 20; rung < 330; rung += 44) ladder.line(`M${rung} 0V-34`, 8, '#C3C9CF');
  pen.path(
    'M-280-60V-140C-278-176-256-222-240-228H-120V-210H270V-46H-268Z',
    lit('#D5362B', -228, -46),
  );
  pen.path('M-254-140C-250-170-236-200-228-206H-146V-140Z', glass);
  pen.rect(-120, -140, 390, 24, '#F7F3EA');
  for (const x of [-90, 20, 130]) pen.rect(x, -108, 92, 52, lit('#B9C0C7', -108, -56), 6);
  pen.rect(-216, -250, 60, 24, '#4FA3E0', 10);
  pen.circle(-186, -240, 70, {
    center: [-186, -240],
    radius: 70,
    stops: [
      [0, '#8FD0FF90'],
      [1, '#8FD0FF00'],
    ],
  });
  pen.ring(226, -176, 22, 11, '#F2D24A');
  pen.rect(-290, -66, 570, 20, '#3A4048', 8);
  drawWheels(pen, [-196, 60, 190]);
}

export function drawBus(pen: Pen, color: string | null): void {
  const paint = color ?? '#E9A82E';
  castShadow(pen, 290);
  pen.rect(-280, -260, 560, 210, lit(paint, -260, -50), 36);
  pen.rect(-280, -120, 560, 18, lighter(paint, 0.6));
  for (let window = 0; window < 4; window += 1)
    pen.rect(-166 + window * 100, -232, 84, 84, glass, 12);
  pen.path('M-264-148V-200C-262-222-250-232-232-232H-186V-148Z', glass);
  pen.rect(232, -228, 40, 160, '#3F4A52', 8);
  pen.rect(236, -222, 32, 120, glass, 6);
  pen.circle(-266, -92, 15, '#FFF0C0');
  pen.rect(-150, -286, 120, 34, '#2F363D', 8);
  pen.line('M-134-268h86', 7, '#F6C24A');
  drawWheels(pen, [-176, 170], 50);
}

export function drawTaxi(pen: Pen, color: string | null): void {
  const paint = color ?? '#F2C33B';
  castShadow(pen, 240);
  pen.rect(-36, -232, 92, 36, '#FFFFFF', 8);
  pen.line('M-20-214h60', 8, '#2B3138');
  pen.path('M-120-104C-100-188-70-196 10-196C96-196 120-166 150-104Z', darker(paint, 0.06));
  pen.path('M-98-110C-84-168-64-176-6-176V-110ZM12-176C80-176 96-160 122-110H12Z', glass);
  pen.path(
    'M-240-40C-240-96-200-108-120-112H150C210-108 246-94 246-46C246-24 230-20 206-20H-206C-232-20-240-24-240-40Z',
    lit(paint, -112, -20),
  );
  for (let square = 0; square < 14; square += 1)
    pen.rect(-206 + square * 30, square % 2 === 0 ? -82 : -68, 30, 14, '#2B3138');
  pen.circle(-218, -64, 15, '#FFF6D8');
  drawWheels(pen, [-130, 134]);
}

export function drawMotorcycle(pen: Pen, color: string | null): void {
  const paint = color ?? '#C93F2E';
  castShadow(pen, 230);
  for (const x of [-156, 156]) {
    pen.circle(x, -82, 82, '#262B31');
    pen.circle(x, -82, 56, '#E6E9EB');
    pen.circle(x, -82, 48, '#8D959E');
    for (let spoke = 0; spoke < 6; spoke += 1)
      pen.at(x, -82, { rotate: spoke * 30 }).line('M-46 0H46', 4, '#E6E9EB');
    pen.circle(x, -82, 16, '#3A4048');
  }
  pen.line('M-156-82L-96-240L-130-270', 18, '#8D959E');
  pen.line('M156-82L60-120', 20, '#59616A');
  pen.circle(10, -100, 56, ball('#59616A', 10, -100, 56));
  pen.line('M30-60C90-40 150-30 216-46', 20, '#B9C0C7');
  pen.path('M-110-210C-60-250 20-250 50-196C20-150-60-140-96-160Z', ball(paint, -40, -200, 90));
  pen.path('M40-196C90-220 170-214 206-190C190-160 100-160 50-164Z', '#2B2724');
  pen.path('M150-196L236-226L226-188Z', paint);
  pen.circle(-118, -232, 30, '#FFF0C0');
  pen.ring(-118, -232, 30, 8, '#3A4048');
  pen.line('M-130-270L-84-286', 13, '#2B2724');
}

export function drawTractor(pen: Pen, color: string | null): void {
  const paint = color ?? '#4E8A3F';
  castShadow(pen, 230);
  pen.path('M20-330H190V-310H176L190-150H24L34-310H20Z', paint);
  pen.path('M50-300H160L170-180H42Z', glass);
  pen.rect(-120, -300, 18, 110, '#3A4048', 8);
  pen.path('M-220-80V-170C-220-196-200-204-180-204H40V-80Z', lit(paint, -204, -80));
  pen.line('M-200-170H-100M-200-146H-100M-200-122H-100', 7, darker(paint, 0.3));
  pen.circle(-214, -160, 13, '#FFF0C0');
  for (const [x, r] of [
    [-160, 66],
    [120, 118],
  ] as const) {
    pen.circle(x, -r, r, '#262B31');
    for (let tread = 0; tread < 16; tread += 1)
      pen.at(x, -r, { rotate: tread * 22.5 }).rect(-8, -r - 4, 16, 16, '#171B1F', 3);
    pen.circle(x, -r, r * 0.56, '#F2C33B');
    pen.circle(x, -r, r * 0.2, '#8E6A1E');
  }
}

export function drawExcavator(pen: Pen, color: string | null): void {
  const paint = color ?? '#F0B02E';
  castShadow(pen, 230);
  pen.line('M-20-210C-80-370-140-400-190-380', 40, darker(paint, 0.08));
  pen.line('M-190-380L-270-190', 32, paint);
  pen.path(
    'M-320-200L-236-206C-220-150-250-96-310-90C-340-110-340-160-320-200Z',
    lit('#59616A', -206, -90),
  );
  pen.line('M-312-92l-12 20M-290-94l-6 22M-268-106l4 22', 9, '#3A4048');
  pen.path('M-70-90V-200H10L40-310H140V-200H210V-90Z', lit(paint, -310, -90));
  pen.path('M26-206L52-292H122V-206Z', glass);
  pen.rect(-160, -84, 380, 84, '#2B3036', 42);
  for (const x of [-112, -30, 50, 130, 176]) {
    pen.circle(x, -42, 27, '#8D959E');
    pen.circle(x, -42, 11, '#3A4048');
  }
}

/** A long white high-speed train. */
export function drawBulletTrain(pen: Pen, color: string | null): void {
  const stripe = color ?? '#2F6DA8';
  pen.rect(-420, -8, 900, 14, '#59616A');
  pen.path('M-400-30C-380-110-250-190-120-196H480V-20H-390Z', lit('#F5F6F6', -196, -20));
  pen.path(
    'M-400-30C-396-50-386-66-370-82C-200-100 100-100 480-100V-74C120-74-180-70-392-46Z',
    stripe,
  );
  pen.path('M-310-130C-270-166-220-180-170-184V-130Z', glass);
  for (let window = 0; window < 7; window += 1)
    pen.rect(-110 + window * 84, -166, 60, 44, '#2F4152', 10);
  pen.line('M150-196V-20M330-196V-20', 4, '#C3C9CF');
  pen.line('M-376-54L-340-60', 11, '#FFF0C0');
  for (const x of [-260, -190, 60, 130, 330, 400]) pen.circle(x, -14, 22, '#2B3036');
}

/** A rider on a horse, such as a general or a traveller. */
export function drawHorseRider(pen: Pen, horse: (pen: Pen) => void, color: string | null): void {
  horse(pen);
  const rider = pen.at(14, -284, { scale: 0.92 });
  drawRider(rider, color ?? '#9C2F2E');
  rider.path('M50-190C120-150 170-60 190 30C130 30 80-10 50-40Z', darker(color ?? '#9C2F2E', 0.25));
  rider.path('M-20-220h40v34c0 18-40 18-40 0Z', '#E3B18F');
  rider.circle(0, -284, 78, '#F3CDAE');
  rider.path(
    'M-86-286C-90-360-50-380 0-380S90-360 86-286C50-306-50-306-86-286Z',
    lit('#59616A', -380, -280),
  );
  rider.path('M0-376C10-430 60-430 70-404C40-404 24-390 16-372Z', '#D5402F');
  rider.line('M-40-276c8 8 18 8 24 0M14-276c8 8 18 8 24 0', 6, '#2B2320');
  rider.path('M-10-244c7 6 13 6 20 0c-5-4-15-4-20 0z', '#C6472F');
}
