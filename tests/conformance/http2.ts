// h2spec against a server of ours: start, run, read its JUnit report, stop.
import { Child, h2spec, ROOT, startEchoServer } from "../support/http2/tools.ts";

/** A server to be tested. */
export interface Target {
  readonly name: string;
  /** Starts it, with a directory for its files; the first line on stdout is its port. */
  readonly start: (dir: string) => Child;
  /** Cases that cannot be seen at this target, as "section/number", with the reason in `tests/conformance/run.ts`. */
  readonly excluded: ReadonlySet<string>;
  readonly path: string;
}

/** Outcome of a run. `reason` is set when it could not be done at all. */
export interface ConformanceResult {
  readonly suite: "h2spec";
  readonly target: string;
  readonly tests: number;
  readonly passed: number;
  readonly skipped: number;
  readonly excluded: number;
  readonly failures: readonly string[];
  readonly reason?: string;
}

function startPlainServer(): Child {
  return new Child(Deno.execPath(), ["run", "-A", `${ROOT}tests/support/http2/plain_server.ts`], {
    cwd: ROOT,
  });
}

function startDaemon(dir: string, kind: "plain" | "tls"): Child {
  return new Child(Deno.execPath(), ["run", "-A", `${ROOT}tests/support/http2/daemon_server.ts`, dir, kind], {
    cwd: ROOT,
  });
}

/** Answered by gRPC with 415 and END_STREAM at the HEADERS frame, so the stream is closed when the case's point comes. */
const NOT_SEEN_THROUGH_GRPC: ReadonlySet<string> = new Set([
  "generic/2/2",
  "generic/2/3",
  "http2/5.1.2/1",
  "http2/6.9/2",
  "http2/6.9.1/3",
  "http2/8.1/1",
  "http2/8.1.2.1/3",
  "http2/8.1.2.6/1",
  "http2/8.1.2.6/2",
]);

/** The servers by the name that --target takes. */
export const TARGETS = {
  plain: { name: "plain", start: startPlainServer, excluded: new Set<string>(), path: "/" },
  grpc: {
    name: "grpc",
    start: () => startEchoServer(),
    excluded: NOT_SEEN_THROUGH_GRPC,
    path: "/echo.Echo/Unary",
  },
  daemon: {
    name: "daemon",
    start: (dir) => startDaemon(dir, "plain"),
    excluded: NOT_SEEN_THROUGH_GRPC,
    path: "/piccolo.statemanager.v1.StateManager/GetStatus",
  },
  tls: {
    name: "tls",
    start: (dir) => startDaemon(dir, "tls"),
    excluded: NOT_SEEN_THROUGH_GRPC,
    path: "/piccolo.statemanager.v1.StateManager/GetStatus",
  },
} as const satisfies Record<string, Target>;

/** Runs h2spec against a target. */
export async function runHttp2(
  target: Target,
  options: { readonly isStrict: boolean; readonly isVerbose: boolean; readonly dirs?: Set<string> },
): Promise<ConformanceResult> {
  const empty = {
    suite: "h2spec",
    target: target.name,
    tests: 0,
    passed: 0,
    skipped: 0,
    excluded: 0,
    failures: [],
  } as const;
  const tool = await h2spec();
  if (tool.kind === "missing") return { ...empty, reason: tool.reason };
  const dir = await Deno.makeTempDir();
  options.dirs?.add(dir);
  try {
    await using server = target.start(dir);
    const report = `${dir}/report.xml`;
    const args = ["-h", "127.0.0.1", "-p", await server.firstLine, "-P", target.path, "-j", report];
    if (options.isStrict) args.push("-S");
    await using run = new Child(tool.path, args);
    await run.ended();
    if (options.isVerbose) console.error(run.output);
    return { ...empty, ...readReport(await Deno.readTextFile(report), target) };
  } finally {
    await Deno.remove(dir, { recursive: true });
    options.dirs?.delete(dir);
  }
}

function readReport(xml: string, target: Target) {
  const failures: string[] = [];
  // h2spec numbers the cases of a section by their order.
  const counts = new Map<string, number>();
  let tests = 0, passed = 0, skipped = 0, excluded = 0;
  for (
    const [, attributes = "", body = ""] of xml.matchAll(/<testcase([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)
  ) {
    const section = /package="([^"]*)"/.exec(attributes)?.[1] ?? "";
    const name = /classname="([^"]*)"/.exec(attributes)?.[1] ?? "";
    const index = (counts.get(section) ?? 0) + 1;
    counts.set(section, index);
    const id = `${section}/${index}`;
    tests++;
    if (target.excluded.has(id)) excluded++;
    else if (body.includes("<failure") || body.includes("<error")) failures.push(`${id}: ${name}`);
    else if (body.includes("<skipped")) skipped++;
    else passed++;
  }
  return { tests, passed, skipped, excluded, failures };
}
