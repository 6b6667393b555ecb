/** scripts/fuzz: see HELP. */
import { parseArgs } from "node:util";
import { fuzz } from "./run.ts";

const HELP = `usage: scripts/fuzz [--minutes N] [--seed S] [--jobs N] [--kinds LIST] [--findings DIR]
  --minutes N     how long (default 1)
  --seed S        where the numbers begin; the same seed makes the same cases (default: the time)
  --jobs N        connections at once (default 6)
  --kinds LIST    of: frames, hpack, grpc framing, calls, yaml, etcd, export, node (default: all)
  --findings DIR  where cases that are findings are written (default: /tmp)
A State Manager from source is started, with a node that streams nonsense and a good client beside it. What is sent is nearly right:
frames, header blocks, messages of gRPC, requests of every method; YAML, documents of etcd, journal exports and messages of nodes go to
their readers in this process. It must hold: nothing is answered INTERNAL or UNKNOWN, no reader throws what it should not, the State
Manager lives, logs no failure of its own, stays within memory.limit + 64 MiB, and the good client is never refused.
Last line: {"ok":true|false,"seed":S,"frames":N,"calls":N,...}; exit 0 only when ok. Findings belong into tests/support/fuzz/corpus.`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
    jobs: { type: "string", default: "6" },
    kinds: { type: "string", default: "" },
    findings: { type: "string", default: "/tmp" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const outcome = await fuzz({
  ms: Number(values.minutes) * 60_000,
  seed: Number(values.seed),
  jobs: Number(values.jobs),
  kinds: values.kinds === "" ? [] : values.kinds.split(","),
  findingsDir: values.findings,
});
console.log(JSON.stringify(outcome));
Deno.exit(outcome.ok ? 0 : 1);
