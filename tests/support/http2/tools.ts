// Other people's programs that the HTTP/2 tests and benches talk to: Node with grpc-js, h2spec, grpcurl.
// They are fetched once into .deno/tools, which is not under version control. What is missing gives a reason to skip.
import { existsSync } from "node:fs";
import { eventually } from "../eventually.ts";

/** Root of the checkout, with a trailing slash. */
export const ROOT: string = new URL("../../../", import.meta.url).pathname;
const TOOLS = `${ROOT}.deno/tools`;
const GRPC_VERSION = "1.14.7";

/** A tool that is there, or why it is not. */
export type Tool = { readonly kind: "found"; readonly path: string } | {
  readonly kind: "missing";
  readonly reason: string;
};

async function succeeds(
  command: string,
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<string | null> {
  try {
    const { success, stderr } = await new Deno.Command(command, {
      ...options,
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    return success
      ? null
      : `${command} ${args.join(" ")} failed: ${new TextDecoder().decode(stderr).trim().slice(-300)}`;
  } catch (error) {
    return `${command} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A Go program, built by `go install` where it is not yet there. */
export async function goTool(name: string, module: string): Promise<Tool> {
  const path = `${TOOLS}/${name}`;
  if (existsSync(path)) return { kind: "found", path };
  await Deno.mkdir(TOOLS, { recursive: true });
  const reason = await succeeds("go", ["install", `${module}@latest`], {
    env: { GOBIN: TOOLS, CGO_ENABLED: "0" },
  });
  return reason === null ? { kind: "found", path } : { kind: "missing", reason };
}

/** h2spec, the conformance suite. */
export function h2spec(): Promise<Tool> {
  return goTool("h2spec", "github.com/summerwind/h2spec/cmd/h2spec");
}

/** grpcurl, a client on grpc-go. */
export function grpcurl(): Promise<Tool> {
  return goTool("grpcurl", "github.com/fullstorydev/grpcurl/cmd/grpcurl");
}

/** A folder from which Node finds the pinned grpc-js. */
export async function nodeGrpc(): Promise<Tool> {
  const path = `${TOOLS}/node-grpc`;
  const noNode = await succeeds("node", ["--version"]);
  if (noNode !== null) return { kind: "missing", reason: noNode };
  const manifest = `${path}/node_modules/@grpc/grpc-js/package.json`;
  if (existsSync(manifest)) {
    const { version } = JSON.parse(await Deno.readTextFile(manifest));
    if (version === GRPC_VERSION) return { kind: "found", path };
  }
  await Deno.mkdir(path, { recursive: true });
  await Deno.writeTextFile(`${path}/package.json`, '{"private":true}\n');
  const args = ["install", "--no-audit", "--no-fund", "--silent", `@grpc/grpc-js@${GRPC_VERSION}`];
  const reason = await succeeds("npm", args, { cwd: path });
  return reason === null ? { kind: "found", path } : { kind: "missing", reason };
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const liveChildren = new Set<Child>();

/**
 * For scripts, once, at their start: a signal ends the children and removes `dirs` before it ends the script. Add to `dirs`
 * what is made later.
 */
export function endCleanlyOnSignal(dirs: Set<string> = new Set()): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      for (const child of liveChildren) child.kill("SIGKILL");
      for (const dir of dirs) Deno.removeSync(dir, { recursive: true });
      Deno.exit(SIGNALS[signal]);
    });
  }
}

/** A child process whose first line on stdout says that it is ready. */
export class Child implements AsyncDisposable {
  readonly firstLine: Promise<string>;
  readonly pid: number;
  readonly #process: Deno.ChildProcess;
  readonly #copied: Promise<void>;
  #output = "";

  constructor(command: string, args: readonly string[], options: Deno.CommandOptions = {}) {
    this.#process = new Deno.Command(command, {
      ...options,
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    })
      .spawn();
    this.pid = this.#process.pid;
    liveChildren.add(this);
    const first = Promise.withResolvers<string>();
    this.firstLine = first.promise;
    this.#copied = this.#read(first);
  }

  /** Everything on stdout so far. */
  get output(): string {
    return this.#output;
  }

  async #read(first: PromiseWithResolvers<string>): Promise<void> {
    for await (const text of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      this.#output += text;
      const end = this.#output.indexOf("\n");
      if (end >= 0) first.resolve(this.#output.slice(0, end));
    }
    first.reject(new Error(`The process ended before it was ready; output: ${this.#output}`));
    first.promise.catch(() => {});
  }

  /** Sends a signal; a process that is gone is left alone. */
  kill(signal: Deno.Signal): void {
    try {
      this.#process.kill(signal);
    } catch {
      // It has ended already, which is what a signal is for.
    }
  }

  /** Waits for its end. */
  async ended(): Promise<Deno.CommandStatus> {
    const status = await this.#process.status;
    liveChildren.delete(this);
    await this.#copied;
    return status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.ended();
  }
}

/** The echo server of src/http2 on a port of its own. */
export function startEchoServer(
  args: readonly string[] = [],
  denoArgs: readonly string[] = [],
  env: Record<string, string> = {},
): Child {
  const program = `${ROOT}tests/support/http2/echo_server.ts`;
  return new Child(Deno.execPath(), ["run", "-A", ...denoArgs, program, ...args], { cwd: ROOT, env });
}

/** What an echo server says of itself. */
export interface ServerReport {
  readonly sessions: number;
  /** Sessions, open or not, that made calls. */
  readonly callers: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** Asks an echo server of ours, which first collects its garbage if V8 was told to allow that. */
export async function reportOf(server: Child): Promise<ServerReport> {
  const before = server.output.length;
  server.kill("SIGUSR2");
  const line = await eventually("the server to report", () => {
    const text = server.output.slice(before);
    return text.includes("\n") && text;
  });
  return JSON.parse(line);
}

/** The same echo service on Node's grpc-js and native http2. `home` is the path of {@link nodeGrpc}. */
export function startNodeEchoServer(home: string, env: Record<string, string> = {}): Child {
  return new Child("node", [`${ROOT}tests/support/http2/node_echo_server.mjs`], {
    env: { GRPC_HOME: home, ...env },
  });
}

/** User and system time that a process has used, in microseconds; the kernel counts in steps of 10 ms. */
export async function cpuMicros(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory of a process in MB. */
export async function rssMb(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
}
