// scripts/conformance: suites by name, one JSON line at the end, exit 0 only when nothing was violated.
import { parseArgs } from "node:util";
import { endCleanlyOnSignal } from "../support/http2/tools.ts";
import { type ConformanceResult, runHttp2, TARGETS } from "./http2.ts";
import { runPullpiri, SAMPLES } from "./pullpiri/suite.ts";

const HELP = `usage: scripts/conformance http2 [--target plain|grpc|daemon|tls] [--strict] [--verbose]
       scripts/conformance pullpiri [--cases DIR] [--calls FILE] [--raw FILE]
  http2            h2spec, 145 cases of RFC 9113 and RFC 7541 (146 with --strict)
  --target plain   a plain server over src/http2, which answers a request once it has read it (default)
  --target grpc    a bare grpc-js server over src/http2. It answers 415 to what is not gRPC before it has read it, so the
                   cases which need an open stream cannot be seen there; they are left out by name
  --target daemon  the State Manager itself, with the same cases left out
  --target tls     the same over TLS, through a proxy that shows the certificate which h2spec cannot show
  --strict         also the cases that h2spec calls strict
  --verbose        h2spec's own output on stderr
h2spec is built by Go into .deno/tools on the first run.
Last line: {"ok":true|false,"violations":N,"passed":N,"skipped":N,...}

  pullpiri         the published protocol of Eclipse Pullpiri: what is decided in each case, recorded calls, recorded connections
  --cases DIR      files of cases: {container_model,package,scenario_transition,statechange_validation}_cases.json
  --calls FILE     recorded calls: each is answered OK within 20 ms, with the same ids and types
  --raw FILE       recorded connections: replayed byte for byte, and again in single bytes
                   What is not given is taken from tests/conformance/data/pullpiri. Cases that are marked as questionable are judged by
                   our own rules (docs/adr/0029); all of those and 98 % of the others have to pass.
Last line: {"ok":true|false,"passed":N,"total":N,"failed":[names]}`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h", default: false },
    target: { type: "string", default: "plain" },
    strict: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    cases: { type: "string", default: SAMPLES.cases },
    calls: { type: "string", default: SAMPLES.calls },
    raw: { type: "string", default: SAMPLES.raw },
  },
});

function isTarget(name: string): name is keyof typeof TARGETS {
  return Object.hasOwn(TARGETS, name);
}

if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
if (positionals.length === 1 && positionals[0] === "pullpiri") {
  const { problems, ...line } = await runPullpiri(options);
  for (const problem of problems) console.error(problem);
  console.log(JSON.stringify(line));
  Deno.exit(line.ok ? 0 : 1);
}
if (positionals.length !== 1 || positionals[0] !== "http2" || !isTarget(options.target)) {
  console.error(HELP);
  Deno.exit(2);
}
const dirs = new Set<string>();
endCleanlyOnSignal(dirs);
const result: ConformanceResult = await runHttp2(TARGETS[options.target], {
  dirs,
  isStrict: options.strict,
  isVerbose: options.verbose,
});
for (const violation of result.failures) console.error(violation);
const { failures, ...line } = result;
console.log(
  JSON.stringify({
    ok: failures.length === 0 && result.reason === undefined,
    violations: failures.length,
    ...line,
  }),
);
Deno.exit(failures.length === 0 && result.reason === undefined ? 0 : 1);
