import assert from "node:assert/strict";
import { checkAll } from "../../../../src/cli/doctor/checks.ts";
import { checkCertificates, checkPassword } from "../../../../src/cli/doctor/checks_files.ts";
import {
  checkClock,
  checkJournal,
  checkLock,
  checkStateDir,
} from "../../../../src/cli/doctor/checks_machine.ts";
import type { JournalFacts, PemFacts } from "../../../../src/cli/doctor/facts.ts";
import type { Finding } from "../../../../src/cli/doctor/finding.ts";
import type { JournalSummary } from "../../../../src/ports/journal_tools.ts";
import { NOW_MS } from "../../../support/cli.ts";
import { MACHINE } from "./facts.ts";
import { table } from "./table.ts";

const DAY_MS = 86_400_000;
const MIB = 1_048_576;

const directory = { path: "/d", found: "directory", isWritable: true } as const;

table("state directory", [
  [
    "sound",
    checkStateDir({ ...directory, freeBytes: 900 * MIB, freeInodes: 5_000 }),
    ["ok"],
    /900 MiB free, 5000 inodes/,
  ],
  ["nothing known of the space", checkStateDir(directory), ["ok"], /free space not known/],
  ["not there yet", checkStateDir({ path: "/d", found: "missing" }), ["warning"], /first start/],
  ["a file", checkStateDir({ path: "/d", found: "not-a-directory" }), ["problem"], /set state_dir/],
  ["not readable", checkStateDir({ path: "/d", found: "unreadable" }), ["warning"], /as the user/],
  ["not writable", checkStateDir({ ...directory, isWritable: false }), ["problem"], /chown/],
  ["full", checkStateDir({ ...directory, freeBytes: 15 * MIB }), ["problem"], /15 MiB free.*Make space/],
  ["nearly full", checkStateDir({ ...directory, freeBytes: 255 * MIB }), ["warning"], /before it is full/],
  [
    "no inodes",
    checkStateDir({ ...directory, freeBytes: 900 * MIB, freeInodes: 3 }),
    ["problem"],
    /small files/,
  ],
]);

const summary: JournalSummary = {
  kind: "read",
  schemaVersion: 1,
  ringSize: 256,
  fileBytes: MIB,
  logBytes: 0,
  services: 1,
  removedServices: 0,
  events: 7,
  revision: 9n,
  term: 1n,
  newest: [],
  auditEntries: 0,
  damagedRows: 0,
  findings: [],
};

function journal(parts: Partial<JournalFacts>): readonly Finding[] {
  return checkJournal({ path: "/d/journal.db", found: summary, aside: [], ...parts }, NOW_MS);
}

const aside = (name: string) => [{ name, sizeBytes: 1, modifiedAtMs: NOW_MS }];

table("journal", [
  ["sound", journal({}), ["ok"], /sound, 1\.0 MiB, 1 service, 7 events, revision 9/],
  ["none", journal({ found: { kind: "absent" } }), ["ok"], /none yet/],
  [
    "newer",
    journal({ found: { kind: "newer", message: "schema version 2" } }),
    ["problem"],
    /export the journal with it/,
  ],
  ["damaged file", journal({ found: { kind: "corrupt", message: "torn" } }), ["problem"], /moves it aside/],
  ["not readable", journal({ found: { kind: "unreadable", message: "denied" } }), ["warning"], /as the user/],
  [
    "damaged row",
    journal({ found: { ...summary, findings: [{ kind: "service", problem: "service a/b: bad" }] } }),
    ["problem"],
    /a\/b: bad.*apply its manifest/,
  ],
  ["marked and whole", journal({ mark: { revision: 9n, services: 1 } }), ["ok"], /sound/],
  [
    "gone since",
    journal({ found: { kind: "absent" }, mark: { revision: 9n, services: 2 } }),
    ["ok", "problem"],
    /The journal is empty, but it held 2 services and revision 9: its file was lost/,
  ],
  [
    "an older one in its place",
    journal({ mark: { revision: 10n, services: 1 } }),
    ["ok", "problem"],
    /ends at revision 9, but it held 1 service and revision 10/,
  ],
  [
    "lost at a start",
    journal({
      mark: { revision: 1n, services: 0, loss: { atMs: NOW_MS, services: 4, what: "It was lost" } },
    }),
    ["ok", "problem"],
    /It was lost(.|\n)*until as many services are known again/,
  ],
  ["one set aside", journal({ aside: aside("journal.db.corrupt-1") }), ["ok", "warning"], /journal inspect/],
  ["one replaced on purpose", journal({ aside: aside("journal.db.replaced-1") }), ["ok"], /sound/],
]);

table("instance lock", [
  ["free", checkLock({ kind: "free" }), ["ok"], /free/],
  ["held", checkLock({ kind: "held", pid: 42 }), ["ok"], /process 42/],
  ["held, by whom is not known", checkLock({ kind: "held" }), ["ok"], /not known/],
  ["not readable", checkLock({ kind: "unknown", message: "denied" }), ["warning"], /denied/],
]);

const clock = { nowMs: NOW_MS, isSynchronised: true };

table("clock", [
  ["right", checkClock(clock), ["ok"], /2026-11-24 12:00:00Z, synchronised/],
  [
    "a moment before the newest event",
    checkClock({ ...clock, newestEventMs: NOW_MS + 50_000 }),
    ["ok"],
    /synchronised/,
  ],
  [
    "before the newest event",
    checkClock({ ...clock, newestEventMs: NOW_MS + DAY_MS }),
    ["problem"],
    /before the newest event/,
  ],
  ["not synchronised", checkClock({ ...clock, isSynchronised: false }), ["warning"], /question mark/],
  [
    "never set",
    checkClock({ ...clock, nowMs: Date.UTC(1970, 0, 1, 0, 5) }),
    ["problem"],
    /never set.*timedatectl/,
  ],
]);

function certificate(fromDays: number, toDays: number, subject = "CN=etcd"): PemFacts {
  const validFromMs = NOW_MS + fromDays * DAY_MS;
  const found = { subject, validFromMs, validToMs: NOW_MS + toDays * DAY_MS };
  return { setting: "etcd.ca_file", path: "/ca.pem", found: { kind: "certificates", certificates: [found] } };
}

function pem(found: PemFacts["found"]): readonly Finding[] {
  return checkCertificates([{ setting: "etcd.key_file", path: "/key.pem", found }], clock);
}

table("certificates", [
  ["none configured", checkCertificates([], clock), [], /^$/],
  ["valid", checkCertificates([certificate(-1, 100)], clock), ["ok"], /CN=etcd\): valid for 100 days/],
  ["expired", checkCertificates([certificate(-10, -1)], clock), ["problem"], /expired at 2026-11-23/],
  ["soon", checkCertificates([certificate(-10, 29)], clock), ["warning"], /expires in 29 days/],
  [
    "not valid yet",
    checkCertificates([certificate(1, 99)], clock),
    ["problem"],
    /not valid before 2026-11-25/,
  ],
  ["empty file", pem({ kind: "certificates", certificates: [] }), ["problem"], /no certificate in it/],
  [
    "not readable",
    pem({ kind: "unreadable", message: "denied" }),
    ["problem"],
    /denied.*readable by the user/,
  ],
  ["not PEM", pem({ kind: "malformed", message: "not a key" }), ["problem"], /not a key.*PEM/],
  ["key fits", pem({ kind: "key", mode: 0o600, fits: true }), ["ok"], /fits the certificate/],
  [
    "key of another",
    pem({ kind: "key", mode: 0o600, fits: false }),
    ["problem"],
    /not the key of etcd\.cert_file/,
  ],
  [
    "key for everybody",
    pem({ kind: "key", mode: 0o100644, fits: true }),
    ["warning"],
    /0644.*chmod 640 \/key\.pem/,
  ],
]);

const password = (mode: number, isEmpty = false) =>
  checkPassword({ path: "/pw", found: { kind: "readable", mode, isEmpty } });

table("password", [
  ["none", checkPassword(undefined), [], /^$/],
  ["right", password(0o100640), ["ok"], /mode 0640/],
  ["for everybody", password(0o100644), ["problem"], /chmod 640 \/pw/],
  ["empty", password(0o100600, true), ["problem"], /first line is empty/],
  ["not readable", checkPassword({ path: "/pw", found: { kind: "unreadable", message: "gone" } }), [
    "problem",
  ], /gone/],
]);

Deno.test("checkAll() says nothing bad of a machine that is well", () => {
  const found = checkAll({ config: { kind: "valid", file: "/c.yaml" }, machine: MACHINE });
  assert.deepEqual(found.filter(({ level }) => level !== "ok"), []);
});

Deno.test("checkAll() tells each mistake of a configuration, and that the rest needs it", () => {
  const found = checkAll({ config: { kind: "invalid", problems: ["c.yaml:1: x", "c.yaml:2: y"] } });
  assert.deepEqual(found.map(({ level }) => level), ["problem", "problem", "warning"]);
});
