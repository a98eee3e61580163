import { darker, lighter } from '../color';
import type { Pen } from '../pen';
import { ball, lit } from './shading';

const ink = '#2A1D16';

/** Three of them in the air around 0, 0. */
export function drawBees(pen: Pen): void {
  for (const [x, y, scale, turn] of [
    [0, 0, 1.7, -10],
    [-260, 130, 0.8, 12],
    [230, -170, 0.7, -24],
  ] as const) {
    const bee = pen.at(x, y, { scale, rotate: turn });
    for (const [wx, wy, wturn] of [
      [10, -70, 20],
      [-30, -66, -24],
    ] as const) {
      bee.at(wx, wy, { rotate: wturn }).ellipse(0, -30, 34, 62, '#EAF4F8', 0.85);
      bee.at(wx, wy, { rotate: wturn }).line('M0 20V-70', 3, '#B9CBD4', 0.8);
    }
    bee.path('M90-10L136 6L90 20Z', ink);
    bee.ellipse(10, 0, 104, 70, ball('#F3BE3A', 10, 0, 90));
    for (const stripe of [-14, 34, 76])
      bee.path(
        `M${stripe - 14}-${68 - Math.abs(stripe - 10) * 0.4}C${stripe + 8}-30 ${stripe + 8} 30 ${stripe - 14} ${68 - Math.abs(stripe - 10) * 0.4}H${stripe + 8}C${stripe + 28} 30 ${stripe + 28}-30 ${stripe + 8}-${66 - Math.abs(stripe - 10) * 0.45}Z`,
        '#3A2A1E',
      );
    bee.circle(-78, -8, 52, ball('#F7CF5A', -78, -8, 52));
    bee.line('M-94-54C-104-90-120-96-130-96M-70-58C-70-92-80-104-90-108', 6, ink);
    bee.circle(-98, -14, 13, ink);
    bee.circle(-94, -19, 5, '#FFFFFF');
    bee.line('M-112 14C-104 24-92 24-84 18', 5, ink);
    bee.ellipse(-66, 10, 14, 9, '#EB8E60', 0.6);
  }
}

/** Walks on a leaf. */
export function drawLadybug(pen: Pen, color: string | null): void {
  const shell = color ?? '#D63A2E';
  pen.path('M-330 20C-240-90 160-110 340-20C240 60-160 100-330 20Z', lit('#5F9B57', -90, 60));
  pen.line(
    'M-320 18C-140-20 120-40 330-20M-140 0L-90-56M-20-16L40-70M90-24L150-64M-100 10L-60 50M20-6L80 34',
    5,
    '#8FC37A',
    0.8,
  );
  pen.line('M-90-40L-130 0M0-40L-10 10M90-40L120 0', 12, ink);
  pen.path('M-150-50C-150-220-40-250 30-250S190-190 190-50Z', {
    center: [-30, -200],
    radius: 280,
    stops: [
      [0, lighter(shell, 0.35)],
      [0.5, shell],
      [1, darker(shell, 0.3)],
    ],
  });
  pen.line('M20-250C40-180 44-110 44-52', 6, ink);
  for (const [x, y, r] of [
    [-60, -120, 30],
    [-20, -200, 22],
    [100, -180, 28],
    [130, -90, 26],
    [90, -80, 12],
    [-100, -70, 16],
  ] as const)
    pen.ellipse(x, y, r, r * 0.92, ink);
  pen.path('M-130-50C-150-150-220-160-240-100C-246-60-200-44-130-50Z', '#2A2622');
  pen.circle(-206, -108, 15, '#FFFFFF');
  pen.circle(-210, -108, 8, ink);
  pen.line('M-220-140C-240-170-256-176-270-174M-196-146C-204-180-216-190-230-196', 6, ink);
}
