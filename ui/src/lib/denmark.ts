/** What the clocks in Denmark show at an instant. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const HOUR = 3_600_000;

let clock: Intl.DateTimeFormat | undefined;
/** How far the clocks are ahead of UTC, in milliseconds, by the hour since 1970: they are only ever put on or back at a full one. */
const ahead = new Map<number, number>();

/** The time in Denmark. The first call reads the system's time zones, which takes a moment: no module does it by being read. */
export function inDenmark(instant: Date | number): WallTime {
  const time = Number(instant);
  const hour = Math.floor(time / HOUR);
  let offset = ahead.get(hour);
  // Asking the system costs as much as drawing a cell, and a list asks several times for each of its rows.
  if (offset === undefined) ahead.set(hour, (offset = offsetAt(hour * HOUR)));
  const shown = new Date(time + offset);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

function offsetAt(instant: number): number {
  clock ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Copenhagen',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(clock.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}
