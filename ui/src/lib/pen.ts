/** A point in the field, in whole numbers. */
export type Point = readonly [number, number];

/** The field that is signed in, in the units of its points. */
export const FIELD: Point = [320, 130];

/** Far more than a signature needs, and what the record has room for. */
const MOST = 1_800;

/** A point inside the field. Nothing else of the pen is kept: no time, no pressure (L20). */
export function point(x: number, y: number): Point {
  const within = (value: number, side: number): number => Math.round(Math.min(Math.max(value, 0), side));
  return [within(x, FIELD[0]), within(y, FIELD[1])];
}

/** The strokes as they are stored; empty when nothing was drawn. */
export function written(strokes: readonly (readonly Point[])[]): string {
  const drawn = strokes.filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) return '';
  const every = Math.max(1, Math.ceil(drawn.reduce((sum, stroke) => sum + stroke.length, 0) / MOST));
  const thin = (stroke: readonly Point[]): readonly Point[] => stroke.filter((_, at) => at % every === 0 || at === stroke.length - 1);
  return [`${FIELD[0]}x${FIELD[1]}`, ...drawn.map((stroke) => thin(stroke).map(([x, y]) => `${x},${y}`).join(' '))].join('|');
}

/** The strokes of a stored signature. */
export function strokesOf(text: string): Point[][] {
  return text
    .split('|')
    .slice(1)
    .map((stroke) => stroke.split(' ').map((each) => each.split(',').map(Number)).filter((pair): pair is [number, number] => pair.length === 2 && pair.every(Number.isFinite)));
}

/** A stroke as the path of a drawing; a dot where the pen did not move. */
export function pathOfStroke(stroke: readonly Point[]): string {
  const [first, ...rest] = stroke;
  if (!first) return '';
  return `M${first.join(' ')}${rest.length === 0 ? 'h.01' : rest.map((each) => `L${each.join(' ')}`).join('')}`;
}
