/** Times and amounts as people read them. */

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1_000]] as const;

/** Time passed, in its largest unit: `12 s`, `3 h`. */
export function age(passedMs: number): string {
  for (const [unit, ms] of UNITS) {
    if (passedMs >= ms) return `${Math.floor(passedMs / ms)} ${unit}`;
  }
  return "now";
}

/** A time of a histogram: an upper bound, or above the last one. */
export function bound(ms: number): string {
  if (ms < 0) return "above the last bound";
  return ms >= 1_000 ? `\u2264 ${ms / 1_000} s` : `\u2264 ${Math.round(ms)} ms`;
}

export function bytes(amount: number): string {
  if (amount >= 1_048_576) return `${(amount / 1_048_576).toFixed(1)} MiB`;
  return amount >= 1_024 ? `${(amount / 1_024).toFixed(1)} KiB` : `${Math.round(amount)} B`;
}

/** Wall time of the day, with the day where it is not that of `nowMs`. */
export function clockTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${
    pad(at.getMilliseconds(), 3)
  }`;
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return at.toDateString() === new Date(nowMs).toDateString() ? time : `${day} ${time}`;
}
