import { requestFailed } from '../../wire/errors';
import type { Document, MaybeValue, Value } from '../values';
import { isDocument, isNumeric, toNumber } from '../values';
import type { Nearness } from './condition';
import type { Path } from './path';
import { someAt } from './path';
import { contains, distanceBetween, intersect } from './sphere';
import type { Position, Shape } from './sphere';

const earthRadiusMeters = 6_378_100;

/** Parses GeoJSON or a legacy coordinate pair; null when the value is neither. */
export function toShape(value: MaybeValue): Shape | null {
  if (Array.isArray(value)) {
    const position = toPosition(value);
    return position === null ? null : { points: [position], lines: [], polygons: [] };
  }
  if (!isDocument(value)) return null;
  const { type, coordinates, geometries } = value;
  if (type === 'GeometryCollection' && Array.isArray(geometries))
    return merge(geometries.map(toShape));
  if (!Array.isArray(coordinates)) return null;
  return fromGeoJson(type, coordinates);
}

function fromGeoJson(type: Value | undefined, coordinates: Value[]): Shape | null {
  const empty: Shape = { points: [], lines: [], polygons: [] };
  switch (type) {
    case 'Point':
      return complete({ ...empty, points: [toPosition(coordinates)] });
    case 'MultiPoint':
      return complete({ ...empty, points: coordinates.map(toPosition) });
    case 'LineString':
      return complete({ ...empty, lines: [toLine(coordinates)] });
    case 'MultiLineString':
      return complete({ ...empty, lines: coordinates.map(toLine) });
    case 'Polygon':
      return complete({ ...empty, polygons: [toRings(coordinates)] });
    case 'MultiPolygon':
      return complete({ ...empty, polygons: coordinates.map(toRings) });
    default:
      return null;
  }
}

type Partial = {
  points: (Position | null)[];
  lines: (Position[] | null)[];
  polygons: (Position[][] | null)[];
};

function complete({ points, lines, polygons }: Partial): Shape | null {
  const isComplete = [...points, ...lines, ...polygons].every((part) => part !== null);
  return isComplete ? ({ points, lines, polygons } as Shape) : null;
}

function merge(shapes: (Shape | null)[]): Shape | null {
  const known = shapes.filter((shape) => shape !== null);
  if (known.length !== shapes.length) return null;
  return {
    points: known.flatMap((shape) => shape.points),
    lines: known.flatMap((shape) => shape.lines),
    polygons: known.flatMap((shape) => shape.polygons),
  };
}

function toPosition(value: Value): Position | null {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isNumeric)) return null;
  const [longitude, latitude] = value;
  return [toNumber(longitude), toNumber(latitude)];
}

function toLine(value: Value): Position[] | null {
  if (!Array.isArray(value)) return null;
  const positions = value.map(toPosition);
  return positions.every((position) => position !== null) ? positions : null;
}

function toRings(value: Value): Position[][] | null {
  if (!Array.isArray(value)) return null;
  const rings = value.map(toLine);
  return rings.every((ring) => ring !== null) ? rings : null;
}

function needShape(value: Value | undefined): Shape {
  const shape = toShape(value);
  if (shape === null) throw requestFailed('unknown geo specifier');
  return shape;
}

export function compileGeoWithin(operand: Value): (value: MaybeValue) => boolean {
  if (!isDocument(operand)) throw requestFailed('$geoWithin needs an object');
  const { $geometry, $centerSphere, $center, $box, $polygon } = operand;
  if ($geometry !== undefined) {
    const area = needShape($geometry);
    if (area.polygons.length === 0) throw requestFailed('$geoWithin needs a polygon');
    return tested((shape) => contains(area, shape));
  }
  if ($polygon !== undefined) {
    const area = needShape({ type: 'Polygon', coordinates: [$polygon] });
    return tested((shape) => contains(area, shape));
  }
  if ($box !== undefined) return within(box($box));
  if ($centerSphere !== undefined)
    return within(circle($centerSphere, (a, b) => distanceBetween(a, b)));
  if ($center !== undefined)
    return within(circle($center, (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])));
  throw requestFailed('unknown geo specifier');
}

export function compileGeoIntersects(operand: Value): (value: MaybeValue) => boolean {
  const area = needShape(isDocument(operand) ? operand['$geometry'] : undefined);
  return tested((shape) => intersect(area, shape));
}

function tested(test: (shape: Shape) => boolean): (value: MaybeValue) => boolean {
  return (value) => {
    const shape = toShape(value);
    return shape !== null && test(shape);
  };
}

/** Passes shapes whose every position passes the test. */
function within(test: (position: Position) => boolean): (value: MaybeValue) => boolean {
  return tested((shape) =>
    [...shape.points, ...shape.lines.flat(), ...shape.polygons.flat(2)].every(test),
  );
}

function box(operand: Value): (position: Position) => boolean {
  const line = toLine(operand);
  const [low, high] = line ?? [];
  if (low === undefined || high === undefined) throw requestFailed('$box needs two positions');
  return ([x, y]) => x >= low[0] && x <= high[0] && y >= low[1] && y <= high[1];
}

function circle(
  operand: Value,
  distance: (a: Position, b: Position) => number,
): (position: Position) => boolean {
  const [first, second] = Array.isArray(operand) ? operand : [];
  const center = toShape(first)?.points[0];
  if (center === undefined || !isNumeric(second))
    throw requestFailed('a circle needs a center and a radius');
  const radius = toNumber(second);
  return (position) => distance(center, position) <= radius;
}

/** `$near` and `$nearSphere`: distances in meters for GeoJSON, in radians for a legacy pair. */
export function compileNearness(
  path: Path,
  operand: Value,
  minimum: Value | undefined,
  maximum: Value | undefined,
): Nearness & { test: (document: Document) => boolean } {
  const isGeoJson = isDocument(operand) && operand['$geometry'] !== undefined;
  const given = isGeoJson ? operand : { $minDistance: minimum, $maxDistance: maximum };
  const center = needShape(isGeoJson ? operand['$geometry'] : operand).points[0];
  if (center === undefined) throw requestFailed('$near needs a point');
  const distance = distanceFrom(center, isGeoJson ? earthRadiusMeters : 1);
  const min = given['$minDistance'] == null ? 0 : toNumber(given['$minDistance']);
  const max = given['$maxDistance'] == null ? Infinity : toNumber(given['$maxDistance']);
  return {
    path,
    distance,
    test: (document) =>
      someAt(document, path, (value) => {
        const measured = distance(value);
        return measured !== null && measured >= min && measured <= max;
      }),
  };
}

/** The distance of a point from the center; null when the value is not a point. */
export function distanceFrom(
  center: Position,
  radius = earthRadiusMeters,
): (value: MaybeValue) => number | null {
  return (value) => {
    const position = toShape(value)?.points[0];
    return position === undefined ? null : distanceBetween(center, position) * radius;
  };
}
