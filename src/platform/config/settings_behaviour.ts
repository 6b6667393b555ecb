/** Settings of reconciliation and recovery. Part of the table in `settings.ts`. */
import { ISSUE_TYPES, RECOVERY_ACTIONS } from "../../state/issue.ts";
import { FALLBACKS } from "../../state/model.ts";
import { mapOf, partialGroup } from "./groups.ts";
import { decimal, integer, oneOf } from "./kinds.ts";
import { list } from "./lists.ts";
import { NODE_SETTINGS } from "./settings_node.ts";
import { setting, type SettingGroup } from "./table.ts";
import { duration } from "./units.ts";

const strategy = partialGroup({
  max_retry_count: integer({ min: 1, max: 100 }),
  backoff_delay: duration({ min: "0ms", max: "1h" }),
  escalation_threshold: integer({ min: 1, max: 100 }),
  actions: list(oneOf(RECOVERY_ACTIONS), { type: "list of actions", min: 1, max: 16 }),
});

export const BEHAVIOUR_SETTINGS = {
  reconcile: {
    parallel: setting(integer({ min: 1, max: 1_024, unit: "plans" }), 32, "Plans carried out at once."),
    parallel_per_node: setting(
      integer({ min: 1, max: 1_024, unit: "plans" }),
      16,
      "Plans carried out at once on one node.",
    ),
    verify_timeout: setting(
      duration({ min: "100ms", max: "10m" }),
      15_000,
      "Time in which the difference must be gone after the last action of a plan; otherwise the plan has failed.",
    ),
    aging: setting(
      duration({ min: "10ms", max: "1m" }),
      1_000,
      "Waiting this long moves a service one priority level up, so that none is starved.",
    ),
    resync: setting(
      duration({ min: "1s", max: "1h" }),
      60_000,
      "Interval of full observations of every node, besides what nodes report by themselves; jittered.",
    ),
    action_deadline: setting(duration({ min: "100ms", max: "10m" }), 5_000, "Time that one action may take."),
    action_attempts: setting(
      integer({ min: 1, max: 20, unit: "attempts" }),
      3,
      "Attempts at one action before its plan fails, or waits because it is not known how the action ended.",
    ),
  },
  timeouts: {
    pending: setting(
      duration({ min: "1s", max: "24h" }),
      300_000,
      "Longest stay in Pending before it counts as stuck.",
    ),
    initializing: setting(
      duration({ min: "100ms", max: "24h" }),
      30_000,
      "Longest stay in Initializing before it counts as stuck.",
    ),
    terminating: setting(
      duration({ min: "100ms", max: "24h" }),
      30_000,
      "Longest stay in Terminating before it counts as stuck.",
    ),
  },
  node: NODE_SETTINGS,
  recovery: {
    backoff_base: setting(
      duration({ min: "1ms", max: "1m" }),
      500,
      "Base of the exponential backoff between recovery attempts; full jitter, the first attempt is immediate.",
    ),
    backoff_cap: setting(duration({ min: "10ms", max: "24h" }), 300_000, "Longest backoff."),
    healthy_after: setting(
      duration({ min: "1s", max: "24h" }),
      600_000,
      "Health for this long closes the record of failures, so that recovery from the next one starts at the first stage.",
    ),
    known_good_after: setting(
      duration({ min: "100ms", max: "24h" }),
      10_000,
      "Health for this long makes version and configuration the known good ones, to which a rollback returns.",
    ),
    deadline: setting(
      duration({ min: "0ms", max: "24h" }),
      0,
      "Time from the first failure within which recovery must succeed; then the fallback applies. 0 = no limit. A spec can set its own.",
    ),
    fallback: setting(
      oneOf(FALLBACKS),
      "Isolate",
      "What happens when the deadline passes: `Isolate` and `Terminate` stop the service and isolate it, `KeepDegraded` leaves it running.",
    ),
    confirm_after: setting(
      integer({ min: 1, max: 100, unit: "occurrences" }),
      2,
      "Occurrences after which a fault of a service counts as confirmed.",
    ),
    clear_after: setting(
      integer({ min: 1, max: 100, unit: "cycles" }),
      3,
      "Periods of `recovery.healthy_after` without a new occurrence after which a fault is cleared.",
    ),
    safe_state_after: setting(
      duration({ min: "1s", max: "24h" }),
      60_000,
      "Outage of the ActionController after which earlier plans are dropped, and made again once it is reachable.",
    ),
    strategies: setting(
      mapOf(ISSUE_TYPES, strategy),
      {},
      "Replaces parts of the default strategy of an issue type: `max_retry_count`, `backoff_delay`, " +
        "`escalation_threshold`, `actions`. A spec can replace them again for one service.",
    ),
    start_burst: setting(
      integer({ min: 1, max: 10_000, unit: "starts" }),
      20,
      "Starts that may happen at once after power-on, the most critical first.",
    ),
    start_rate: setting(
      decimal({ min: 0.1, max: 10_000, unit: "starts/s" }),
      10,
      "Starts per second beyond that.",
    ),
  },
  flapping: {
    suppress_from: setting(
      decimal({ min: 1, max: 1_000, unit: "flaps" }),
      8,
      "Penalty at which a service is suppressed; each time it goes down counts 1.",
    ),
    reuse_below: setting(
      decimal({ min: 0.1, max: 1_000, unit: "flaps" }),
      2,
      "Penalty below which it is reconciled again.",
    ),
    half_life: setting(duration({ min: "1s", max: "24h" }), 120_000, "Time in which a penalty halves."),
    max_damped: setting(
      duration({ min: "1s", max: "24h" }),
      900_000,
      "Longest suppression after the last flap.",
    ),
  },
  recovery_budget: {
    critical: setting(
      duration({ min: "10ms", max: "1h" }),
      10_000,
      "From the first failure until the service is healthy again, for criticality A to D; an overrun raises an alert.",
    ),
    qm: setting(duration({ min: "10ms", max: "24h" }), 60_000, "The same for criticality QM."),
  },
  reaction_budget: {
    critical: setting(
      duration({ min: "1ms", max: "1m" }),
      100,
      "From a report to the action on the wire for criticality A to D; an overrun raises an alert.",
    ),
    qm: setting(duration({ min: "1ms", max: "10m" }), 1_000, "The same for criticality QM."),
  },
} satisfies SettingGroup;
