// scripts/conformance: suites by name, one JSON line at the end, exit 0 only when nothing was violated.
import { parseArgs } from "node:util";
import { endCleanlyOnSignal } from "../support/http2/tools.ts";
import { type ConformanceResult, runHttp2, TARGETS } from "./http2.ts";

const HELP = `usage: scripts/conformance http2 [--target plain|grpc|daemon] [--strict] [--verbose]
  http2            h2spec, 145 cases of RFC 9113 and RFC 7541 (146 with --strict)
  --target plain   a plain server over src/http2, which answers a request once it has read it (default)
  --target grpc    a bare grpc-js server over src/http2. It answers 415 to what is not gRPC before it has read it, so the
                   cases which need an open stream cannot be seen there; they are left out by name
  --target daemon  the State Manager itself, with the same cases left out
  --strict         also the cases that h2spec calls strict
  --verbose        h2spec's own output on stderr
h2spec is built by Go into .deno/tools on the first run.
Last line: {"ok":true|false,"violations":N,"passed":N,"skipped":N,...}`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h", default: false },
    target: { type: "string", default: "plain" },
    strict: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

function isTarget(name: string): name is keyof typeof TARGETS {
  return Object.hasOwn(TARGETS, name);
}

if (options.help) {
  console.log(HELP);
  Deno.exit(0);
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
