const danish = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/** Today in Denmark, as an ISO date. */
export function today(now = new Date()): string {
  return danish.format(now);
}
