/** Times as people read them. */

/** An age in two units, as in `3m12s`, `2h5m` or `4d`. A wall clock that went back makes it `0s`. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (big: number, bigUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return two(Math.floor(seconds / 60), "m", seconds % 60, "s");
  if (seconds < 86_400) return two(Math.floor(seconds / 3_600), "h", Math.floor(seconds % 3_600 / 60), "m");
  const days = Math.floor(seconds / 86_400);
  return days < 10 ? two(days, "d", Math.floor(seconds % 86_400 / 3_600), "h") : `${days}d`;
}

/** Wall time to the second, in UTC: `2026-11-24 08:00:00Z`; "never" for 0. */
export function timeText(ms: number): string {
  return ms <= 0 ? "never" : `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/** Wall time of day to the millisecond, in UTC: what a list of events needs. */
export function clockText(ms: number): string {
  return ms <= 0 ? "-" : new Date(ms).toISOString().slice(11, 23);
}
