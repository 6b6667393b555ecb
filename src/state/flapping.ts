/**
 * Flap damping, as routers do it (RFC 2439): each time a service that ran goes down it gets a penalty, penalties decay, and between
 * two thresholds it stays as it is. Above the upper one it is suppressed; below the lower one it is reconciled again. Pure.
 *
 * I1: the penalty is at most `ceiling(settings)`, so a service is suppressed for at most `maxDampedMs` after its newest flap.
 * I2: between the thresholds nothing changes by itself (hysteresis).
 */

export interface FlapSettings {
  /** Penalty from which on the service is suppressed; more than `reuseBelow`. Default 5. */
  readonly suppressFrom: number;
  /** Penalty below which it is worked on again, more than 0. Default 2. */
  readonly reuseBelow: number;
  /** Time in which a penalty halves, milliseconds. Default 120,000. */
  readonly halfLifeMs: number;
  /** Longest time of suppression after the newest flap, milliseconds. Default 900,000. */
  readonly maxDampedMs: number;
}

export const DEFAULT_FLAP_SETTINGS: FlapSettings = {
  suppressFrom: 5,
  reuseBelow: 2,
  halfLifeMs: 120_000,
  maxDampedMs: 900_000,
};

/** The penalty that is left after `elapsedMs`. */
export function decayedPenalty(
  penalty: number,
  elapsedMs: number,
  { halfLifeMs }: Pick<FlapSettings, "halfLifeMs">,
): number {
  return penalty * 0.5 ** (Math.max(0, elapsedMs) / halfLifeMs);
}

/** The penalty after one more flap, `elapsedMs` after the one before (I1). */
export function penaltyAfterFlap(penalty: number, elapsedMs: number, settings: FlapSettings): number {
  return Math.min(ceiling(settings), decayedPenalty(penalty, elapsedMs, settings) + 1);
}

/** Whether a service with this penalty is suppressed from now on. */
export function isFlapping(penalty: number, settings: FlapSettings): boolean {
  return penalty >= settings.suppressFrom;
}

/** Time after the newest flap until the penalty is below the lower threshold, milliseconds; 0 = it is already. */
export function dampedForMs(penalty: number, { reuseBelow, halfLifeMs, maxDampedMs }: FlapSettings): number {
  if (penalty <= reuseBelow) return 0;
  return Math.min(maxDampedMs, halfLifeMs * Math.log2(penalty / reuseBelow));
}

function ceiling({ reuseBelow, suppressFrom, halfLifeMs, maxDampedMs }: FlapSettings): number {
  return Math.max(suppressFrom, reuseBelow * 2 ** (maxDampedMs / halfLifeMs));
}
