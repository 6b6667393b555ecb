/** Waiting has one room, `src/kit/`: nobody races a timer with a signal a second time, and timers come from a clock. */
import { deepEqual, ok } from "node:assert/strict";

const root = new URL("../../../", import.meta.url).pathname;

function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${root}${folder}`)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sources(path);
    else if (name.endsWith(".ts")) yield path;
  }
}

/** Names of callbacks that are given both to a timer and to the end of a signal. */
function raced(source: string): readonly string[] {
  const callback = String.raw`(?:\(\) => )?(\w+)\b`;
  const timed = namesIn(source, String.raw`(?:setTimeout\(|\.schedule\([^,]+, )${callback}`);
  const aborted = namesIn(source, String.raw`addEventListener\("abort", ${callback}`);
  return timed.filter((name) => aborted.includes(name));
}

function namesIn(source: string, pattern: string): readonly string[] {
  return [...source.matchAll(new RegExp(pattern, "g"))].map(([, name = ""]) => name);
}

Deno.test("an abortable delay is written in src/kit/delay.ts and nowhere else", () => {
  const found = ["src", "scripts", "tests"].flatMap((folder) => [...sources(folder)])
    .filter((path) => path !== "tests/unit/lint/one_delay_test.ts")
    .filter((path) => raced(Deno.readTextFileSync(`${root}${path}`)).length > 0);
  deepEqual(found, ["src/kit/delay.ts"]);
});

Deno.test("in src/ only the clock, and the protocol that imports nothing of ours, set a timer of the runtime", () => {
  // The page runs in a browser.
  const others = ["src/http2/", "src/grpc/gen/", "src/web/page/"];
  const found = [...sources("src")]
    .filter((path) => !others.some((folder) => path.startsWith(folder)))
    .filter((path) => /(?<![.\w])set(Timeout|Interval)\(/.test(Deno.readTextFileSync(`${root}${path}`)));
  deepEqual(found, ["src/platform/process/clock.ts"]);
});

Deno.test("the search for abortable delays finds one however it is written", () => {
  const cases = [
    'const timer = clock.schedule(delayMs, end);\nsignal.addEventListener("abort", end, { once: true });',
    'setTimeout(resolve, ms);\nsignal.addEventListener("abort", () => resolve());',
    'const timer = this.#clock.schedule(a - b, () => end());\nsignal.addEventListener("abort", end);',
  ];
  for (const source of cases) ok(raced(source).length > 0, source);
});
