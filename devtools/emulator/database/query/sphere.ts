/** In degrees. */
export type Position = readonly [longitude: number, latitude: number];

export type Shape = {
  points: Position[];
  lines: Position[][];
  /** Each polygon: its outer ring, then its holes. */
  polygons: Position[][][];
};

/**
 * The great-circle distance in radians, computed as the angle between unit vectors so that it rounds as MongoDB's
 * geometry does.
 */
export function distanceBetween(a: Position, b: Position): number {
  const [x1, y1, z1] = toVector(a);
  const [x2, y2, z2] = toVector(b);
  const [x, y, z] = [y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2];
  return Math.atan2(Math.sqrt(x * x + y * y + z * z), x1 * x2 + y1 * y2 + z1 * z2);
}

function toVector([longitude, latitude]: Position): [x: number, y: number, z: number] {
  const lambda = longitude * (Math.PI / 180);
  const phi = latitude * (Math.PI / 180);
  return [Math.cos(lambda) * Math.cos(phi), Math.sin(lambda) * Math.cos(phi), Math.sin(phi)];
}

/**
 * Whether the whole shape lies in the polygons of `area`. Edges are straight lines in degrees, which is accurate on the
 * scale of a city.
 */
export function contains(area: Shape, shape: Shape): boolean {
  const isIn = (position: Position) => area.polygons.some((polygon) => isInside(polygon, position));
  const paths = [...shape.lines, ...shape.polygons.map((polygon) => polygon[0] ?? [])];
  if (shape.points.length === 0 && paths.length === 0) return false;
  return (
    shape.points.every(isIn) && paths.every((path) => path.every(isIn) && !crosses(area, path))
  );
}

export function intersect(a: Shape, b: Shape): boolean {
  return touches(a, b) || touches(b, a);
}

function touches(a: Shape, b: Shape): boolean {
  const positions = [...b.points, ...b.lines.flat(), ...b.polygons.flat(2)];
  const paths = [...b.lines, ...b.polygons.flat()];
  return (
    positions.some((position) => isOn(a, position)) ||
    paths.some((path) =>
      [...a.lines, ...a.polygons.flat()].some((other) => pathsCross(path, other)),
    )
  );
}

function isOn(shape: Shape, position: Position): boolean {
  return (
    shape.points.some(([x, y]) => x === position[0] && y === position[1]) ||
    shape.lines.some((line) => isOnPath(line, position)) ||
    shape.polygons.some((polygon) => isInside(polygon, position))
  );
}

/** Inside the outer ring and in none of the holes; the border counts as inside. */
export function isInside([outer = [], ...holes]: Position[][], position: Position): boolean {
  if (isOnPath(outer, position)) return true;
  if (!isInRing(outer, position)) return false;
  return !holes.some((hole) => isInRing(hole, position) && !isOnPath(hole, position));
}

function isInRing(ring: Position[], [x, y]: Position): boolean {
  let isIn = false;
  for (const [[x1, y1], [x2, y2]] of segments(ring)) {
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isIn = !isIn;
  }
  return isIn;
}

function isOnPath(path: Position[], position: Position): boolean {
  return segments(path).some(([start, end]) => isBetween(start, end, position));
}

function isBetween(start: Position, end: Position, position: Position): boolean {
  return (
    side(start, end, position) === 0 &&
    position[0] >= Math.min(start[0], end[0]) &&
    position[0] <= Math.max(start[0], end[0]) &&
    position[1] >= Math.min(start[1], end[1]) &&
    position[1] <= Math.max(start[1], end[1])
  );
}

function crosses(area: Shape, path: Position[]): boolean {
  return area.polygons.some((polygon) => polygon.some((ring) => pathsCrossProperly(path, ring)));
}

function pathsCross(a: Position[], b: Position[]): boolean {
  return segments(a).some((one) =>
    segments(b).some(
      (other) =>
        segmentsCross(one, other) ||
        one.some((position) => isBetween(other[0], other[1], position)) ||
        other.some((position) => isBetween(one[0], one[1], position)),
    ),
  );
}

function pathsCrossProperly(a: Position[], b: Position[]): boolean {
  return segments(a).some((one) => segments(b).some((other) => segmentsCross(one, other)));
}

type Segment = readonly [Position, Position];

function segmentsCross([a, b]: Segment, [c, d]: Segment): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function segments(path: Position[]): Segment[] {
  return path.slice(1).flatMap((end, position) => {
    const start = path[position];
    return start === undefined ? [] : [[start, end] as const];
  });
}

/** On which side of the line a-b the position lies. */
function side(a: Position, b: Position, position: Position): number {
  return Math.sign((b[0] - a[0]) * (position[1] - a[1]) - (b[1] - a[1]) * (position[0] - a[0]));
}
