/** What a unit writes, from a program that stands in for journalctl: how it is asked, what is made of its answers, how it ends. */
import assert from "node:assert/strict";
import { unitLogs } from "../../../src/node/unit/journal.ts";
import type { LogReading } from "../../../src/node/logs/source.ts";
import { eventually } from "../../support/eventually.ts";
import { TempDir } from "../../support/temp_dir.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0);
const ALL: LogReading = { tailLines: 100, maxAgeMs: 0, isFollowed: false };

function programOf(dir: TempDir, script: string): string {
  const program = dir.write("journalctl", `#!/bin/sh\n${script}\n`);
  Deno.chmodSync(program, 0o755);
  return program;
}

function open(program: string, reading: Partial<LogReading> = {}, { signal } = new AbortController()) {
  const opened = unitLogs("lidar.service", { ...ALL, ...reading }, { program, nowMs: NOW_MS, signal });
  assert.ok(opened.ok, opened.ok ? "" : opened.failure.message);
  return opened.value;
}

async function textsOf(source: ReturnType<typeof open>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const lines of source) texts.push(...lines.map(({ text }) => text));
  return texts;
}

Deno.test("the journal is asked for the unit, the newest lines and the age, and its entries are lines", async () => {
  using dir = new TempDir();
  const program = programOf(
    dir,
    `printf '{"MESSAGE":"%s"}\\n' "$*"; echo 'not JSON'; printf '{"MESSAGE":"end"}'`,
  );
  assert.deepEqual(await textsOf(open(program, { tailLines: 7, maxAgeMs: 60_500 })), [
    "--unit=lidar.service --output=json --output-fields=MESSAGE --no-pager --lines=7 " +
    `--since=@${NOW_MS / 1000 - 61}.500`,
  ]);
});

Deno.test("why the journal cannot be read is said in the words of journalctl, with the environment left out", async () => {
  using dir = new TempDir();
  const refused = programOf(
    dir,
    "echo No journal files were opened due to insufficient permissions. >&2; exit 1",
  );
  await assert.rejects(
    textsOf(open(refused)),
    {
      message:
        `${refused} cannot read the journal: No journal files were opened due to insufficient permissions.`,
    },
  );
  await assert.rejects(textsOf(open(dir.file("missing"))), /cannot be started/);
  const environment = programOf(dir, `printf '{"MESSAGE":"%s"}\\n' "$HOME$DENO_DIR"`);
  assert.deepEqual(await textsOf(open(environment)), [""]);
});

Deno.test("a program that follows ends with its reader", async () => {
  using dir = new TempDir();
  const pid = dir.file("pid");
  const program = programOf(dir, `echo $$ >${pid}; printf '{"MESSAGE":"one"}\\n'; exec sleep 1000`);
  const isGone = () => {
    try {
      Deno.kill(Number(Deno.readTextFileSync(pid)), "SIGCONT");
      return false;
    } catch {
      return true;
    }
  };
  for await (const lines of open(program, { isFollowed: true })) {
    assert.equal(lines[0]?.text, "one");
    assert.ok(!isGone());
    break;
  }
  await eventually("it ended when its reader left", isGone);
  const ending = new AbortController();
  const reading = textsOf(open(program, { isFollowed: true }, ending));
  await eventually("it runs again", () => !isGone());
  ending.abort();
  await reading;
  assert.ok(isGone());
});
