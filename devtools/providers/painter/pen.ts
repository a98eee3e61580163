import { fill } from './canvas';
import type { Canvas, Paint, Stop } from './canvas';
import { flattenPath, outlineOf } from './path';
import type { Matrix, Polyline } from './path';

/** A colour, or a gradient in the pen's own units. */
export type Ink =
  | string
  | { from: readonly [number, number]; to: readonly [number, number]; stops: readonly Stop[] }
  | { center: readonly [number, number]; radius: number; stops: readonly Stop[] };

export type Turn = { scale?: number; stretch?: number; rotate?: number; flip?: boolean };

/** Draws shapes onto a canvas in its own coordinates. */
export type Pen = {
  path(data: string, ink: Ink, opacity?: number): void;
  line(data: string, width: number, ink: Ink, opacity?: number): void;
  ellipse(x: number, y: number, radiusX: number, radiusY: number, ink: Ink, opacity?: number): void;
  circle(x: number, y: number, radius: number, ink: Ink, opacity?: number): void;
  ring(x: number, y: number, radius: number, width: number, ink: Ink, opacity?: number): void;
  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    ink: Ink,
    corner?: number,
    opacity?: number,
  ): void;
  polygon(points: number[], ink: Ink, opacity?: number): void;
  /** A pen with its origin at this point, rotated by degrees, then scaled. */
  at(x: number, y: number, turn?: Turn): Pen;
};

export function createPen(canvas: Canvas, matrix: Matrix): Pen {
  const [a, b, c, d, e, f] = matrix;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  const toX = (x: number, y: number): number => a * x + c * y + e;
  const toY = (x: number, y: number): number => b * x + d * y + f;

  function toPaint(ink: Ink): Paint {
    if (typeof ink === 'string') return { kind: 'solid', color: ink };
    if ('center' in ink) {
      const [x, y] = ink.center;
      const { stops } = ink;
      return { kind: 'radial', x: toX(x, y), y: toY(x, y), radius: ink.radius * scale, stops };
    }
    return {
      kind: 'linear',
      x1: toX(...ink.from),
      y1: toY(...ink.from),
      x2: toX(...ink.to),
      y2: toY(...ink.to),
      stops: ink.stops,
    };
  }

  const pen: Pen = {
    path(data, ink, opacity) {
      fill(canvas, flattenPath(data, matrix), toPaint(ink), opacity);
    },
    line(data, width, ink, opacity) {
      fill(canvas, outlineOf(flattenPath(data, matrix), width * scale), toPaint(ink), opacity);
    },
    ellipse(x, y, radiusX, radiusY, ink, opacity) {
      const corners = Math.max(12, Math.min(160, Math.ceil(Math.max(radiusX, radiusY) * scale)));
      const line: Polyline = [];
      for (let corner = 0; corner < corners; corner += 1) {
        const angle = (corner / corners) * Math.PI * 2;
        const px = x + Math.cos(angle) * radiusX;
        const py = y + Math.sin(angle) * radiusY;
        line.push(toX(px, py), toY(px, py));
      }
      fill(canvas, [line], toPaint(ink), opacity);
    },
    circle(x, y, radius, ink, opacity) {
      pen.ellipse(x, y, radius, radius, ink, opacity);
    },
    ring(x, y, radius, width, ink, opacity) {
      const k = radius * 0.5523;
      const data =
        `M${x + radius} ${y}C${x + radius} ${y + k} ${x + k} ${y + radius} ${x} ${y + radius}` +
        `S${x - radius} ${y + k} ${x - radius} ${y}S${x - k} ${y - radius} ${x} ${y - radius}` +
        `S${x + radius} ${y - k} ${x + radius} ${y}`;
      pen.line(data, width, ink, opacity);
    },
    rect(x, y, width, height, ink, corner = 0, opacity = 1) {
      const r = Math.min(corner, width / 2, height / 2);
      const data =
        r === 0
          ? `M${x} ${y}h${width}v${height}h${-width}Z`
          : `M${x + r} ${y}h${width - 2 * r}q${r} 0 ${r} ${r}v${height - 2 * r}q0 ${r} ${-r} ${r}` +
            `h${2 * r - width}q${-r} 0 ${-r} ${-r}v${2 * r - height}q0 ${-r} ${r} ${-r}Z`;
      pen.path(data, ink, opacity);
    },
    polygon(points, ink, opacity) {
      const line: Polyline = [];
      for (let at = 0; at < points.length; at += 2) {
        const x = points[at] ?? 0;
        const y = points[at + 1] ?? 0;
        line.push(toX(x, y), toY(x, y));
      }
      fill(canvas, [line], toPaint(ink), opacity);
    },
    at(x, y, { scale: size = 1, stretch = 1, rotate = 0, flip = false } = {}) {
      const angle = (rotate * Math.PI) / 180;
      const across = flip ? -size : size;
      const down = size * stretch;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      return createPen(canvas, [
        (a * cos + c * sin) * across,
        (b * cos + d * sin) * across,
        (c * cos - a * sin) * down,
        (d * cos - b * sin) * down,
        toX(x, y),
        toY(x, y),
      ]);
    },
  };
  return pen;
}
