/**
 * Every command of the program, and every format that it can put its answer in: from source, as it is shipped, and as it is shipped for a
 * user who is not root and has everything in a directory of his own.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type CommandName, COMMANDS } from "../../../src/cli/command_table.ts";
import { eventually } from "../../support/eventually.ts";
import { shipped } from "../../support/packaging/shipped.ts";
import {
  type Origin,
  ORIGINS,
  type ProgramUnderTest,
  testPrograms,
} from "../../support/program/under_test.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";

const SERVICE = "vehicle/lidar";
const MANIFEST = "kind: Service\nmetadata: { namespace: vehicle, name: lidar }\nspec: { version: '1.0' }\n";
const DEFINITION = "runtime: { process: { command: [/bin/sleep, infinity] } }\n";
/** Nobody. */
const OTHER_UID = 65_534;

/** What the commands work on. */
interface Place {
  /** Of a daemon that runs. */
  readonly config: string;
  readonly stateDir: string;
  readonly address: string;
  /** Of one that does not. */
  readonly otherConfig: string;
  readonly manifest: string;
  readonly definition: string;
  readonly exported: string;
}

interface Row {
  readonly words: (place: Place) => readonly string[];
  /** Not set = 0. */
  readonly exitCode?: number;
  /** It is refused before it has anything to print, and says so beside its output. */
  readonly isRefused?: boolean;
}

/** In an order in which each can be done; a command without a row fails the type check. Two serve until they are stopped. */
const ROWS: Readonly<Record<Exclude<CommandName, "run" | "node">, Row>> = {
  apply: { words: ({ manifest }) => ["-f", manifest] },
  get: { words: () => [] },
  describe: { words: () => [SERVICE] },
  history: { words: () => [SERVICE] },
  status: { words: () => [] },
  top: { words: () => ["--once"] },
  graph: { words: () => [] },
  nodes: { words: () => [] },
  instances: { words: () => [] },
  alerts: { words: () => [] },
  // No node has it yet.
  logs: { words: () => [SERVICE], exitCode: 5, isRefused: true },
  diff: { words: ({ manifest }) => ["-f", manifest] },
  wait: { words: () => [SERVICE, "--for", "state=Pending"] },
  explain: { words: () => [SERVICE] },
  plan: { words: () => [SERVICE] },
  // There is no node on which it could run, so there is nothing to recover yet.
  recover: { words: () => [SERVICE], exitCode: 5 },
  isolate: { words: () => [SERVICE, "--reason", "a test"] },
  release: { words: () => [SERVICE] },
  // A socket makes an operator, and that is not enough.
  "term adopt": { words: () => ["7"], exitCode: 5 },
  // Nobody listens there.
  "check-peer": { words: () => ["node-agent", "127.0.0.1:1"], exitCode: 3 },
  doctor: { words: ({ config }) => ["--config", config] },
  "journal inspect": { words: ({ config }) => ["--config", config] },
  "journal verify": { words: ({ config }) => ["--config", config] },
  "journal export": { words: ({ config, exported }) => ["--config", config, "--file", exported] },
  "journal import": { words: ({ otherConfig, exported }) => ["--config", otherConfig, "--file", exported] },
  "journal replay": { words: ({ stateDir }) => recordingsOf(stateDir) },
  "node check": { words: ({ definition }) => [definition] },
  "config show": { words: ({ config }) => [config] },
  "config check": { words: ({ config }) => [config] },
  // Nobody of Pullpiri is there.
  "pullpiri check": { words: ({ config }) => ["--config", config, "--timeout", "500ms"], exitCode: 6 },
  completion: { words: () => ["bash"] },
  version: { words: () => [] },
  delete: { words: () => [SERVICE] },
};

function recordingsOf(stateDir: string): readonly string[] {
  const folder = join(stateDir, "recordings");
  return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort();
}

/** A daemon with everything in one directory of the user who runs it. */
async function withDaemon(program: ProgramUnderTest, work: (place: Place) => Promise<void>): Promise<void> {
  using dir = new TempDir();
  const address = `unix:${dir.file("socket")}`;
  const stateDir = dir.file("deep/er/state");
  const place = {
    ...{ address, stateDir },
    config: dir.write(
      "config.yaml",
      `listen: ["${address}"]\nstate_dir: ${stateDir}\nrecorder: { enabled: true }\n`,
    ),
    otherConfig: dir.write("other.yaml", `state_dir: ${dir.file("other")}\n`),
    manifest: dir.write("lidar.yaml", MANIFEST),
    definition: dir.write("workloads/vehicle/lidar.yaml", DEFINITION),
    exported: dir.file("journal.jsonl"),
  };
  const { uid } = program.origin;
  if (uid !== undefined) Deno.chownSync(dir.path, uid, uid);
  await using daemon = program.start(["run", "--config", place.config]);
  await eventually("the daemon to serve", () => {
    return !daemon.isRunning || Deno.readTextFileSync(`${stateDir}/address`) === `${address}\n`;
  }, { timeoutMs: 30_000, intervalMs: 20 });
  assert.ok(daemon.isRunning, daemon.stderr);
  await work(place);
  await daemon.interrupt();
  assert.equal(daemon.exitCode, 0, daemon.stderr);
  assert.equal(daemon.stdout, "");
  assert.match(daemon.stderr, /Stopped/);
}

async function doEverything(program: ProgramUnderTest): Promise<void> {
  await withDaemon(program, async (place) => {
    for (const [name, { words, exitCode = 0, isRefused = false }] of Object.entries(ROWS)) {
      const command = COMMANDS.find((known) => known.name === name);
      const server = command?.isClient === true ? ["--address", place.address] : [];
      const hasFormats = command?.options.some((option) => option.name === "output") === true;
      for (const format of hasFormats ? ["json", "yaml"] : ["text"]) {
        const output = format === "text" ? [] : ["-o", format];
        const argv = [...name.split(" "), ...words(place), ...server, ...output];
        const ended = await program.run(argv);
        assert.equal(ended.exitCode, exitCode, `${argv.join(" ")}: ${ended.stdout}${ended.stderr}`);
        if (isRefused) assert.equal(ended.stdout, "", argv.join(" "));
        else if (format !== "text") assertIs(format, ended.stdout);
      }
    }
  });
}

function assertIs(format: string, text: string): void {
  const documents = format === "json" ? [JSON.parse(text)] : parseAllDocuments(text).map((document) => {
    assert.deepEqual([document.errors, document.warnings], [[], []], text);
    return document.toJS();
  });
  assert.ok(documents.length > 0, text);
  for (const document of documents) assert.ok(typeof document === "object" && document !== null, text);
}

testPrograms("every command does its work, and what it prints as json or yaml is that", doEverything, {
  origins: ORIGINS,
});

/** The screen that a person watches, and what is left of it; in a pipe it is printed once. */
async function watchTop(program: ProgramUnderTest): Promise<void> {
  await withDaemon(program, async ({ address }) => {
    await using top = program.start(["top", "--address", address]);
    if (program.isTerminal) {
      await eventually("the screen of top", () => top.rawStdout.includes("Services 0"), {
        timeoutMs: 30_000,
        intervalMs: 20,
      });
      await top.interrupt();
      // The screen of before is back, with its cursor.
      assert.ok(top.rawStdout.startsWith("\x1b[?1049h\x1b[?25l"));
      assert.ok(top.rawStdout.endsWith("\x1b[?25h\x1b[?1049l"));
    } else await top.done();
    assert.deepEqual([top.exitCode, top.stderr], [0, ""]);
    assert.match(top.stdout, /statemanagerd top .* leader, up /);
  });
}

testPrograms("top shows a screen, and gives the terminal back", watchTop, { origins: ORIGINS });

// The checkout may lie where others may not look.
const unpacked = new TempDir("statemanager-unpacked-");
Deno.test.afterAll(() => unpacked[Symbol.dispose]());

/** What is shipped, where it was unpacked, for a user who may write nothing there. */
async function otherUser(): Promise<Origin> {
  const { dir } = await shipped();
  const { success } = await new Deno.Command("cp", { args: ["-r", join(dir, "usr"), unpacked.path] })
    .output();
  assert.ok(success);
  Deno.chmodSync(unpacked.path, 0o755);
  const as = ["setpriv", `--reuid=${OTHER_UID}`, `--regid=${OTHER_UID}`, "--clear-groups", "--no-new-privs"];
  return {
    name: "bundle of another user",
    words: [...as, unpacked.file("usr/bin/statemanagerd")],
    env: {},
    uid: OTHER_UID,
  };
}

const notRoot = Deno.uid() === 0 ? undefined : "only root can be another user; this one is no root already";
const missing = notRoot ?? missingProgram("setpriv");
/** Somebody listens, and this user may not connect: that is no question of whether the State Manager runs. */
async function withoutPermission(program: ProgramUnderTest): Promise<void> {
  using dir = new TempDir();
  Deno.chmodSync(dir.path, 0o755);
  const path = dir.file("socket");
  using _listener = Deno.listen({ transport: "unix", path });
  Deno.chmodSync(path, 0o600);
  const { exitCode, stderr } = await program.run(["get", "--address", `unix:${path}`]);
  assert.equal(exitCode, 5, stderr);
  assert.match(
    stderr,
    /^error: Cannot query services: this user has no permission to connect to unix:\S+\r?\n/,
  );
  assert.match(stderr, /Run it as root or as a member of the socket's group: ls -l /);
}

if (missing === undefined) {
  const origins = [await otherUser()];
  testPrograms("every command works for another user too", doEverything, { origins });
  testPrograms("a user who may not connect is told so", withoutPermission, { origins });
} else {
  testIf("every command works for another user too", missing, () => {});
  testIf("a user who may not connect is told so", missing, () => {});
}
