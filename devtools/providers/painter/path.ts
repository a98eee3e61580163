/** The corners of one closed or open line: x, y, x, y, … */
export type Polyline = number[];
/** Coefficients a to f as in SVG: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

type Command = { letter: string; values: number[] };

const parsed = new Map<string, Command[]>();
const valuesOf: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, z: 0 };

/** Parses SVG path data without arcs. */
function parsePath(data: string): Command[] {
  let commands = parsed.get(data);
  if (commands !== undefined) return commands;
  commands = [];
  for (const [, letter = '', rest = ''] of data.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    const count = valuesOf[letter.toLowerCase()];
    if (count === undefined) throw new Error(`Path command ${letter} is not supported.`);
    if (count === 0) commands.push({ letter, values: [] });
    for (let at = 0; count > 0 && at < values.length; at += count) {
      // As in SVG, further pairs after a move are lines.
      const isFollowing = at > 0 && letter.toLowerCase() === 'm';
      const follower = letter === 'm' ? 'l' : 'L';
      const chunk = values.slice(at, at + count);
      commands.push({ letter: isFollowing ? follower : letter, values: chunk });
    }
  }
  parsed.set(data, commands);
  return commands;
}

/** Converts a path to polylines on the canvas; curves become short straight segments. */
export function flattenPath(data: string, matrix: Matrix): Polyline[] {
  const lines: Polyline[] = [];
  let line: Polyline = [];
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  let controlX = 0;
  let controlY = 0;

  const push = (px: number, py: number): void => {
    line.push(
      matrix[0] * px + matrix[2] * py + matrix[4],
      matrix[1] * px + matrix[3] * py + matrix[5],
    );
  };
  const scale = Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
  const curve = (x1: number, y1: number, x2: number, y2: number, x3: number, y3: number): void => {
    const length =
      Math.hypot(x1 - x, y1 - y) + Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x3 - x2, y3 - y2);
    const pieces = Math.max(3, Math.min(48, Math.ceil(Math.sqrt(length * scale) * 1.1)));
    for (let piece = 1; piece <= pieces; piece += 1) {
      const t = piece / pieces;
      const s = 1 - t;
      const a = s * s * s;
      const b = 3 * s * s * t;
      const c = 3 * s * t * t;
      const d = t * t * t;
      push(a * x + b * x1 + c * x2 + d * x3, a * y + b * y1 + c * y2 + d * y3);
    }
    controlX = x2;
    controlY = y2;
    x = x3;
    y = y3;
  };

  let previous = '';
  for (const { letter, values } of parsePath(data)) {
    const kind = letter.toLowerCase();
    const isRelative = letter === kind;
    const offsetX = isRelative ? x : 0;
    const offsetY = isRelative ? y : 0;
    const [v0 = 0, v1 = 0, v2 = 0, v3 = 0, v4 = 0, v5 = 0] = values;
    if (kind === 'm') {
      if (line.length > 0) lines.push(line);
      line = [];
      x = v0 + offsetX;
      y = v1 + offsetY;
      startX = x;
      startY = y;
      push(x, y);
    } else if (kind === 'l' || kind === 'h' || kind === 'v') {
      if (kind !== 'v') x = v0 + offsetX;
      if (kind === 'v') y = v0 + offsetY;
      if (kind === 'l') y = v1 + offsetY;
      push(x, y);
    } else if (kind === 'c') {
      curve(v0 + offsetX, v1 + offsetY, v2 + offsetX, v3 + offsetY, v4 + offsetX, v5 + offsetY);
    } else if (kind === 's') {
      const isSmooth = previous === 'c' || previous === 's';
      const firstX = isSmooth ? 2 * x - controlX : x;
      const firstY = isSmooth ? 2 * y - controlY : y;
      curve(firstX, firstY, v0 + offsetX, v1 + offsetY, v2 + offsetX, v3 + offsetY);
    } else if (kind === 'q') {
      const middleX = v0 + offsetX;
      const middleY = v1 + offsetY;
      const endX = v2 + offsetX;
      const endY = v3 + offsetY;
      curve(
        x + ((middleX - x) * 2) / 3,
        y + ((middleY - y) * 2) / 3,
        endX + ((middleX - endX) * 2) / 3,
        endY + ((middleY - endY) * 2) / 3,
        endX,
        endY,
      );
    } else {
      x = startX;
      y = startY;
      push(x, y);
    }
    previous = kind;
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/** Closed shapes that together cover lines of this width, with round caps and joins. */
export function outlineOf(lines: Polyline[], width: number): Polyline[] {
  const radius = width / 2;
  const shapes: Polyline[] = [];
  const corners = Math.max(6, Math.min(24, Math.ceil(radius * 2)));
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      const x = line[at] ?? 0;
      const y = line[at + 1] ?? 0;
      shapes.push(disc(x, y, radius, corners));
      if (at + 3 >= line.length) continue;
      const nextX = line[at + 2] ?? 0;
      const nextY = line[at + 3] ?? 0;
      const length = Math.hypot(nextX - x, nextY - y);
      if (length < 0.01) continue;
      const acrossX = (-(nextY - y) / length) * radius;
      const acrossY = ((nextX - x) / length) * radius;
      // Uses the winding of the discs, so that coverage adds up and never cancels out.
      shapes.push([
        x - acrossX,
        y - acrossY,
        nextX - acrossX,
        nextY - acrossY,
        nextX + acrossX,
        nextY + acrossY,
        x + acrossX,
        y + acrossY,
      ]);
    }
  }
  return shapes;
}

function disc(x: number, y: number, radius: number, corners: number): Polyline {
  const line: Polyline = [];
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = (corner / corners) * Math.PI * 2;
    line.push(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
  }
  return line;
}
