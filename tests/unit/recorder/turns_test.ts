import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { inNextTask, nextTask } from "../../../src/platform/process/next_task.ts";
import { Turns } from "../../../src/recorder/turns.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";

const NOTHING = () => Promise.reject(new Error("not expected"));

function newTurns(onRest = () => {}) {
  const clock = new VirtualClock(1_000);
  const lines: Record<string, unknown>[] = [];
  const controller = {
    isAway: false,
    isReachable: () => !controller.isAway,
    executeAction: NOTHING,
    requestRecovery: NOTHING,
    requestLifecycleAction: NOTHING,
  };
  const sink = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const turns = new Turns({ clock, sink, defer: inNextTask, controller, onRest });
  const kinds = () => lines.map(({ kind }) => kind);
  return { clock, lines, kinds, controller, turns };
}

Deno.test("Turns hands over all that waits at once, with nothing in between, and time stands still", async () => {
  const { clock, turns, lines, kinds, controller } = newTurns();
  const seen: string[] = [];
  const act = (name: string) => () => {
    seen.push(`${name} at ${turns.moment.nowMs}`);
    void Promise.resolve().then(() => seen.push(`after ${name} at ${turns.moment.nowMs}`));
  };
  turns.later({ kind: "heard", call: 1 }, act("one"));
  turns.later({ kind: "heard", call: 2 }, act("void"), () => true);
  turns.later({ kind: "heard", call: 3 }, act("two"));
  await clock.advance(5);
  controller.isAway = true;
  equal(turns.isPending, true);
  await nextTask();
  deepEqual(seen, ["one at 5", "two at 5", "after one at 5", "after two at 5"]);
  deepEqual(kinds(), ["turn", "heard", "heard"]);
  deepEqual(lines[0], { kind: "turn", nowMs: 5, wallMs: 1_005, isSynchronised: true, isReachable: false });
});

Deno.test("Turns marks what is told at once while an earlier turn may be under way", async () => {
  const { turns, lines } = newTurns();
  const start = { kind: "request", request: { kind: "startReconciliation", details: {} } } as const;
  turns.now(start, () => {});
  turns.now(start, () => {});
  await Promise.resolve();
  turns.now(start, () => {});
  await nextTask();
  await nextTask();
  turns.now(start, () => turns.now(start, () => {}));
  const turnLines = lines.filter(({ kind }) => kind === "turn").map(({ isMid = false }) => isMid);
  deepEqual(turnLines, [false, true, false, true]);
});

Deno.test("Turns gives an answer, or the error, in a turn of its own", async () => {
  const { turns, lines, kinds } = newTurns();
  const answerOf = (flag: boolean) => ({ kind: "flag", flag }) as const;
  equal(await turns.call({ what: "ask", make: () => Promise.resolve(true), answerOf }), true);
  const make = (): Promise<boolean> => Promise.reject(new Error("away"));
  await rejects(turns.call({ what: "ask", make, answerOf }), /away/);
  deepEqual(kinds(), ["call", "turn", "answer", "call", "turn", "answer"]);
  deepEqual(lines[2], { kind: "answer", call: 1, answer: { kind: "flag", flag: true } });
  deepEqual(lines[5], { kind: "answer", call: 2, answer: { kind: "error", message: "away" } });
});

Deno.test("Turns hands over what was begun in an earlier segment without a trace, and numbers anew", async () => {
  const { turns, lines, kinds } = newTurns();
  const seen: string[] = [];
  const answers: ((flag: boolean) => void)[] = [];
  const ask = (isStream: boolean) =>
    turns.call({
      ...{ what: "ask", isStream },
      make: (call) => {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        answers.push((flag) => {
          call.later({ kind: "heard", call: call.number }, () => seen.push(`heard ${call.number}`));
          resolve(flag);
        });
        return promise;
      },
      answerOf: (flag) => ({ kind: "flag", flag }),
    });
  const timer = turns.timer();
  const old = ask(true);
  turns.beginSegment();
  void ask(true);
  equal(turns.timer().number, 1);
  deepEqual(lines.map(({ call }) => call), [1, 1]);
  for (const answer of answers) answer(true);
  timer.later({ kind: "timer", timer: timer.number, delayMs: 5 }, () => seen.push("timer"));
  equal(await old, true);
  await nextTask();
  await nextTask();
  deepEqual(seen, ["heard 1", "timer", "heard 1"]);
  deepEqual(kinds(), ["call", "call", "turn", "heard", "answer"]);
});

Deno.test("Turns says when the manager rests: nothing waits, and no call but a stream is under way", async () => {
  let rests = 0;
  const { turns } = newTurns(() => rests += 1);
  const answerOf = (flag: boolean) => ({ kind: "flag", flag }) as const;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const start = { kind: "request", request: { kind: "startReconciliation", details: {} } } as const;
  turns.now(
    start,
    () =>
      void turns.call({
        what: "follow",
        isStream: true,
        make: () => new Promise<boolean>(() => {}),
        answerOf,
      }),
  );
  await nextTask();
  equal(rests, 1);
  turns.now(start, () => void turns.call({ what: "ask", make: () => promise, answerOf }));
  await nextTask();
  await nextTask();
  equal(rests, 1);
  resolve(true);
  for (let task = 0; task < 4; task++) await nextTask();
  equal(rests, 2);
});

Deno.test("Turns keeps no trace of what only asks", () => {
  const { turns, lines } = newTurns();
  equal(
    turns.aside(() => {
      turns.note({ kind: "random", random: 0.5 });
      return 7;
    }),
    7,
  );
  throws(() =>
    turns.aside(() => {
      throw new Error("refused");
    }), /refused/);
  deepEqual(lines, []);
  equal(turns.isAside, false);
});
