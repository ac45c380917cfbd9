/** A field that the next page is to put focus in, because the user pressed a link to it. */
let target: { id: string; path: string } | null = null;

/** Remembers the field to go to on a record's page. */
export function aimAt(id: string, path: string): void {
  target = { id, path };
}

/** The field to go to on this record's page, once. */
export function takeTarget(id: string): string | null {
  if (target?.id !== id) return null;
  const { path } = target;
  target = null;
  return path;
}
