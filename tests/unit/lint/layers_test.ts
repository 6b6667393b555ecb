import assert from "node:assert/strict";
import { join } from "node:path";
import plugin from "../../../scripts/lint_layers/plugin.ts";

const root = join(import.meta.dirname ?? ".", "..", "..", "..");

function problems(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, join(root, path), source).map((found) => found.id);
}

const LAYERS = "statemanager/layers";
const PURE = "statemanager/pure";

const FORBIDDEN_IMPORTS: readonly (readonly [from: string, source: string])[] = [
  ["src/kit/errors.ts", 'import { x } from "../state/model.ts"; export { x };'],
  ["src/kit/ring.ts", 'import type { Clock } from "../ports/clock.ts"; export type { Clock };'],
  ["src/state/machine.ts", 'import type { Clock } from "../ports/clock.ts"; export type { Clock };'],
  ["src/state/machine.ts", 'export * from "../manager.ts";'],
  ["src/reconciliation/planner.ts", 'import { Ledger } from "../manager/core/ledger.ts"; export { Ledger };'],
  ["src/recovery/action.ts", 'import type { Clock } from "../ports/clock.ts"; export type { Clock };'],
  ["src/ports/store.ts", 'export { attemptsPerStage } from "../recovery/strategy.ts";'],
  ["src/recovery/strategy.ts", 'export type X = import("../manager/serve/api.ts").ManagerApi;'],
  [
    "src/ports/store.ts",
    'import type { ManagerApi } from "../manager/serve/api.ts"; export type { ManagerApi };',
  ],
  [
    "src/ports/replay.ts",
    'import type { ManagerApi } from "../manager/serve/api.ts"; export type { ManagerApi };',
  ],
  ["src/manager.ts", 'import { Journal } from "./journal/journal.ts"; export { Journal };'],
  ["src/manager/worker.ts", 'const load = () => import("../grpc/status.ts"); export { load };'],
  ["src/reconciliation/executor.ts", 'import type { X } from "../grpc/gen/a.ts"; export type { X };'],
  ["src/grpc/server/service.ts", 'import { Journal } from "../../journal/journal.ts"; export { Journal };'],
  ["src/grpc/server/service.ts", 'import { Manager } from "../../manager.ts"; export { Manager };'],
  ["src/journal/journal.ts", 'import type { X } from "../platform/process/clock.ts"; export type { X };'],
  ["src/platform/config/config.ts", 'import type { X } from "../../cli/parse.ts"; export type { X };'],
  ["src/http2/stream.ts", 'import { assertNever } from "../kit/errors.ts"; export { assertNever };'],
  ["src/http2/stream.ts", 'import { face } from "./face/session.ts"; export { face };'],
  ["src/http2/face/session.ts", 'import type { Clock } from "../../ports/clock.ts"; export type { Clock };'],
  ["src/cli/get.ts", 'import { Journal } from "../journal/journal.ts"; export { Journal };'],
  ["src/cli/get.ts", 'import type { X } from "../grpc/gen/a.ts"; export type { X };'],
  ["src/cli/get.ts", 'import { toWire } from "../grpc/wire/service.ts"; export { toWire };'],
  ["src/cli/get.ts", 'import { run } from "../../main.ts"; export { run };'],
  ["src/state/model.ts", 'import { TempDir } from "../../tests/support/temp_dir.ts"; export { TempDir };'],
  ["src/grpc/client/a.ts", "const name = `./b.ts`; export const load = () => import(name);"],
  ["src/helpers/strings.ts", "export const x = 1;"],
  ["src/stray.ts", "export const x = 1;"],
  ["src/cli/get.ts", 'import { connect } from "../grpc/client/channel.ts"; export { connect };'],
];

const LEGAL: readonly (readonly [from: string, source: string])[] = [
  [
    "main.ts",
    'import { runCli } from "./src/cli/cli.ts"; import info from "./deno.json" with { type: "json" }; runCli(info);',
  ],
  ["main.ts", 'import { install } from "./src/http2/face/install.ts"; install(Date.now(), Deno.args);'],
  ["src/cli/get.ts", 'import { connect } from "../client/state_manager.ts"; connect(setTimeout);'],
  ["src/client/a.ts", 'import { channel } from "../grpc/client/channel.ts"; channel(setTimeout);'],
  [
    "src/cli/get.ts",
    'import type { ServiceFilter } from "../manager/serve/api.ts"; export type { ServiceFilter };',
  ],
  ["src/grpc/wire/service.ts", 'import type { X } from "../gen/a.ts"; export type { X };'],
  [
    "src/grpc/server/service.ts",
    'import { matchesFilter } from "../../manager/serve/api.ts"; export { matchesFilter };',
  ],
  ["src/grpc/server/service.ts", 'import type { Manager } from "../../manager.ts"; export type { Manager };'],
  ["src/grpc/server/service.ts", 'import { type Manager } from "../../manager.ts"; export type { Manager };'],
  ["src/grpc/server/service.ts", 'import * as grpc from "@grpc/grpc-js"; console.log(grpc, Math.random());'],
  ["src/journal/a.ts", 'import type { X } from "../ports/replay.ts"; export type { X };'],
  ["src/journal/journal.ts", 'import { DatabaseSync } from "node:sqlite"; export { DatabaseSync };'],
  [
    "src/http2/face/session.ts",
    'import { Duplex } from "node:stream"; import { frame } from "../frames.ts"; frame(Duplex);',
  ],
  [
    "src/http2/stream.ts",
    'import { frame } from "./frames.ts"; export const open = () => frame(new Uint8Array(9));',
  ],
  [
    "src/manager.ts",
    'import { executePlan } from "./reconciliation/executor.ts"; import type { Clock } from "./ports/clock.ts"; ' +
    "export const go = (clock: Clock) => executePlan(clock.schedule);",
  ],
  [
    "src/state/tracker.ts",
    'import { Ring } from "../kit/ring.ts"; export const ring = new Ring(Math.max(1, 2));',
  ],
  [
    "src/state/tracker.ts",
    "export const x = (clock: { process: number }) => ({ fetch: clock.process, Deno: 1 });",
  ],
  ["src/state/tracker.ts", "export class Cache { performance(): number { return 1; } console = 2; }"],
  [
    "src/state/tracker.ts",
    "export const later = (f: () => void) => queueMicrotask(f); export const stop = new AbortController();",
  ],
  [
    "tests/unit/x_test.ts",
    'import { x } from "../../src/grpc/gen/a.ts"; console.log(x, Date.now(), Math.random());',
  ],
  ["scripts/x.ts", 'import "../src/manager.ts"; setTimeout(() => Deno.exit(1), 5);'],
];

const IMPURE: readonly string[] = [
  "export const x = Date.now();",
  "export const x = new Date();",
  "export const x: Date | undefined = undefined;",
  "export const x = () => Math.random();",
  'export const x = () => Math["random"]();',
  "const { random } = Math; export { random };",
  "const m = Math; export const x = m;",
  "export const x = performance.now();",
  "export const x = Temporal.Now.instant();",
  "export const x = crypto.randomUUID();",
  "export const x = setTimeout(() => {}, 5);",
  "export const x = setInterval(() => {}, 5);",
  "export const x = setImmediate(() => {});",
  "export const x = AbortSignal.timeout(5);",
  "export const x = Deno.env;",
  'export const x = fetch("a");',
  'export const x = () => console.log("a");',
  "export const x = process.pid;",
  "export const x = globalThis;",
  'export const x = { [Symbol.iterator]: globalThis["Date"] };',
  "export const x = { Date };",
  "export const f = setTimeout;",
  "export const x = (clock = Date) => clock;",
  "const Date = 1; export { Date };",
  'import { fromJSON } from "npm:protobufjs"; export { fromJSON };',
  'import { parse } from "yaml"; export { parse };',
  'import type { Socket } from "node:net"; export type { Socket };',
  'import { ok } from "jsr:@std/assert"; export { ok };',
  'export { ok } from "jsr:@std/assert";',
  'export * from "node:fs";',
  'export const x = () => import("node:fs");',
  'export type X = import("node:net").Socket;',
];

Deno.test("layers: refuses every import that points up, sideways or out of the layers", () => {
  for (const [path, source] of FORBIDDEN_IMPORTS) {
    assert.ok(problems(path, source).includes(LAYERS), `${path}: ${source}`);
  }
});

Deno.test("layers and pure: say nothing about legal modules", () => {
  for (const [path, source] of LEGAL) assert.deepEqual(problems(path, source), [], `${path}: ${source}`);
});

Deno.test("pure: refuses the outer world in every layer below the adapters", () => {
  const paths = [
    "src/kit/errors.ts",
    "src/kit/ring.ts",
    "src/state/machine.ts",
    "src/manager/core/queue.ts",
    "src/reconciliation/executor.ts",
    "src/recovery/action.ts",
    "src/ports/store.ts",
    "src/ports/replay.ts",
    "src/manager.ts",
    "src/manager/worker.ts",
    "src/http2/connection.ts",
  ];
  for (const path of paths) {
    for (const source of IMPURE) assert.ok(problems(path, source).includes(PURE), `${path}: ${source}`);
  }
});

Deno.test("pure: lets the adapters and the face of HTTP/2 use it", () => {
  for (
    const path of [
      "main.ts",
      "src/cli/get.ts",
      "src/grpc/status.ts",
      "src/platform/process/clock.ts",
      "src/http2/face/a.ts",
    ]
  ) {
    for (const source of IMPURE) assert.deepEqual(problems(path, source), [], `${path}: ${source}`);
  }
});

Deno.test("pure: names what to use instead", () => {
  const [found] = Deno.lint.runPlugin(plugin, join(root, "src/state/x.ts"), "export const x = Date.now();");
  assert.equal(found?.message, "Date below the adapters");
  assert.match(found?.hint ?? "", /Clock port/);
});
