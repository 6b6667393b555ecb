/** Every invariant of a world. A new one is added here, and to docs/simulation.md. */
import type { Invariant, Run } from "../observer.ts";
import type { Reporter } from "../reporter.ts";
import { SHARED_SETTINGS, type World } from "../world.ts";
import * as actions from "./actions.ts";
import { buffersAreBounded } from "./bounds.ts";
import { holdsEnd } from "./holds.ts";
import * as history from "./history.ts";
import { busyIsNotHung } from "./hung.ts";
import { homeComesFirst, whatIsDueIsDone } from "./attention.ts";
import { everyFaultIsAnswered, silenceIsReal } from "./liveness.ts";
import * as recovery from "./recovery.ts";
import { allAgree, allIsAsWanted } from "./settled.ts";
import * as shared from "./shared.ts";
import * as stability from "./stability.ts";
import { standbysKnow } from "./standby.ts";
import { whatIsToldIsTrue } from "./told.ts";
import * as time from "./time.ts";
import * as work from "./work.ts";

/** Of one service, with the short backoffs of the simulation. */
const WORK_BOUNDS = { windowMs: 60_000, actions: 60, alerts: 15, commits: 250, desired: 60, changes: 40 };

const MANY = 20;

export function allInvariants(world: World, reporter: Reporter): readonly Invariant[] {
  const say = (name: string) => reporter.for(name);
  const nowMs = () => world.clock.monotonicMs();
  const { mode } = world;
  const clocks = { nowMs, settings: world.settings };
  const leader = () => world.leader;
  // Whose key somebody deleted takes itself for the leader until its lease ends, and knows nothing of the next term.
  const undisputed = () => {
    const runs = world.instances.filter(({ isLeading }) => isLeading).flatMap(({ run }) => run ?? []);
    const newest = runs.reduce<Run | undefined>(
      (most, run) => most === undefined || run.manager.term() > most.manager.term() ? run : most,
      undefined,
    );
    const isNewest = world.instances.every(({ run }) =>
      run === undefined || newest === undefined || run.manager.term() <= newest.manager.term()
    );
    return isNewest ? newest : undefined;
  };
  const isWide = world.settings.queueCapacity > 100;
  // Several instances: while etcd takes no write every action waits for it, and what stands in line behind them.
  const isHeldUp = () => mode === "ha" && world.etcd.isFull;
  // Many services of a node wait for one another's calls, each as slow as the way to it.
  const isSlow = () =>
    world.ids.length > MANY && [...world.nodes.keys()].some((name) => !world.network(name).isGood);
  const calm = () => isWide && !world.isControllerTroubled && !isSlow() && !isHeldUp();
  const isLeaderless = () => nowMs() - world.leaderLostAtMs < 2 * SHARED_SETTINGS.leaseTtlMs;
  const inEtcd = mode === "ha" ? actions.plansInEtcd(world, isLeaderless) : undefined;
  const runs = () => world.instances.flatMap(({ run }) => run ?? []);
  const lines = () => world.instances.flatMap(({ log }) => log.lines);
  return [
    history.onlyLegalTransitions(say("only-legal-transitions"), mode !== "alone"),
    history.orderNeverRepeats(say("order-never-repeats"), mode !== "alone"),
    history.restartForgetsNothing(say("restart-forgets-nothing")),
    history.acknowledgedIsKept(say("acknowledged-is-kept"), undisputed, world),
    history.noBugIsLogged(say("no-bug-is-logged"), lines),
    actions.oneActionInFlight(say("one-action-in-flight")),
    actions.nothingHappensTwice(say("nothing-happens-twice")),
    work.openActionsKeepTheirId(say("open-actions-keep-their-id"), world.openIds),
    actions.planIsStoredFirst(say("plan-is-stored-first"), inEtcd),
    actions.doneIsDone(say("done-is-done"), mode === "ha"),
    actions.actionIsAllowed(say("action-is-allowed")),
    actions.dependentsStopFirst(say("dependents-stop-first")),
    actions.dependenciesStartFirst(say("dependencies-start-first")),
    actions.dependenciesAreSeenFirst(say("dependencies-are-seen-first")),
    recovery.failuresAreRemembered(say("failures-are-remembered"), {
      nowMs,
      healthyAfterMs: world.settings.healthyAfterMs,
    }),
    recovery.stagesComeInOrder(say("stages-come-in-order")),
    recovery.workIsSeen(say("work-is-seen")),
    stability.knownGoodIsEarned(say("known-good-is-earned"), clocks),
    stability.readyIsSeen(say("ready-is-seen")),
    stability.flappingIsSuppressed(say("flapping-is-suppressed"), clocks),
    time.startsArePaced(say("starts-are-paced"), clocks),
    holdsEnd(say("holds-end"), leader, {
      ...clocks,
      isWallTrue: () => !world.hasWallJumped,
      services: () => world.ids.length,
    }),
    time.looksAreTakenIn(say("looks-are-taken-in"), {
      ...{ lookUp: leader, isCalm: calm, time: clocks },
      actionMs: world.usualMs,
      services: () => world.ids.length,
    }),
    ...(isWide ? [time.urgentComesFirst(say("urgent-comes-first"), clocks)] : []),
    time.oldLooksAreVoid(say("old-looks-are-void"), world),
    buffersAreBounded(say("buffers-are-bounded"), {
      runs,
      time: clocks,
      nodes: world.nodes.size,
      ids: () => world.ids.length,
    }),
    busyIsNotHung(say("busy-is-not-hung"), { runs, time: clocks }),
    ...(mode === "ha"
      ? [
        shared.oneActsInATerm(say("one-acts-in-a-term"), isLeaderless),
        standbysKnow(say("standbys-know"), world),
        whatIsToldIsTrue(say("what-is-told-is-true"), world, isLeaderless),
      ]
      : []),
    ...(mode === "alone" ? [] : [
      shared.etcdHearsInOrder(say("etcd-hears-in-order"), world),
      shared.onlyTheLeaderWrites(say("only-the-leader-writes"), world),
    ]),
    ...(mode === "ha" ? [] : [
      everyFaultIsAnswered(say("every-fault-is-answered"), world),
      homeComesFirst(say("home-comes-first"), world),
      whatIsDueIsDone(
        say("what-is-due-is-done"),
        world,
        () => isWide && !world.isControllerTroubled && !isSlow(),
      ),
    ]),
    silenceIsReal(say("silence-is-real"), world),
    work.workIsBounded(say("work-is-bounded"), world, WORK_BOUNDS),
    allIsAsWanted(say("all-is-as-wanted"), world),
    allAgree(say("all-agree"), world),
  ];
}
