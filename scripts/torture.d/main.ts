/** scripts/torture: see HELP. */
import { parseArgs } from "node:util";
import { torture } from "./run.ts";

const HELP = `usage: scripts/torture [--minutes N] [--seed S] [--rest SECONDS]
  --minutes N      how long everything goes on (default 1)
  --seed S         of what is made up (default 1)
  --rest SECONDS   how long after the end memory is measured once more (default 60)
A State Manager from source listens on a Unix socket, on loopback and over TLS, and follows a node that streams nonsense. At once: every
attack that has ever hurt it, what scripts/fuzz sends, 400 connections that say nothing on loopback and 200 over TLS that begin no
handshake, subscriptions that nobody reads, and clients over TLS without a certificate, with an expired one, one of another authority, one
without a role, and one whose role does not permit what it asks for. Beside them good clients on the Unix socket and over TLS, and new
ones again and again.
It must hold: it lives; memory stays within memory.limit + 64 MiB; good clients are never refused, and their p99 is at most three times
what it is undisturbed, or below a second; a new client is served within a second, or three times what it takes undisturbed; nobody gets in
who must not, and nobody does what its role does not permit.
Last line: {"ok":true|false,"counts":{...},"rssMib":{"start":N,"peak":N,"end":N,"rested":N},...}; exit 0 only when ok.`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    rest: { type: "string", default: "60" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const outcome = await torture({
  ms: Number(values.minutes) * 60_000,
  seed: Number(values.seed),
  restMs: Number(values.rest) * 1_000,
});
console.log(JSON.stringify(outcome));
Deno.exit(outcome.ok ? 0 : 1);
