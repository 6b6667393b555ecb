/**
 * Units of systemd that are a demo's own: files below /run under a prefix that nobody else has.
 *
 * I1  They are gone with their disposal, and so are their processes and what systemd remembers of them. Each file names the directory
 *     of the demo, by which `clear_away` finds those of one that was killed.
 */
import { messageOf } from "../../../src/kit/errors.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { missingProgram } from "../../../tests/support/require.ts";

export const BUS = "/run/dbus/system_bus_socket";
const UNITS = "/run/systemd/system";

/** Why no units can be had here; undefined = they can. */
export async function missingSystemd(): Promise<string | undefined> {
  if (Deno.readTextFileSync("/proc/1/comm").trim() !== "systemd") {
    return "systemd is not process 1 of this machine; it needs one that systemd has booted";
  }
  if (Deno.uid() !== 0) return "only root may make and start units";
  for (const program of ["systemctl", "systemd-notify"]) {
    const missing = missingProgram(program);
    if (missing !== undefined) return missing;
  }
  // Nothing else needs the library for the bus.
  const { Session } = await import("../../../src/node/unit/session.ts");
  const session = await Session.open({ socket: BUS, timers: new SystemClock(), onUnit: () => {} });
  if (!(session instanceof Session)) return session.message;
  session[Symbol.dispose]();
  return undefined;
}

export class OwnUnits implements AsyncDisposable {
  /** In front of every name. */
  readonly prefix = `statemanager-demo-${crypto.randomUUID().slice(0, 8)}-`;
  readonly #dir: string;
  readonly #files = new Set<string>();

  /** `dir`: the demo's, or one below it. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Writes a unit; systemd knows it after `reload`. */
  write(name: string, text: string): void {
    const path = `${UNITS}/${this.prefix}${name}`;
    this.#files.add(path);
    Deno.writeTextFileSync(path, `# Made for ${this.#dir}/, and gone with it.\n${text}`);
  }

  async reload(): Promise<void> {
    await systemctl("daemon-reload");
  }

  /** Of those that run. */
  async mainPids(): Promise<readonly number[]> {
    const text = await systemctl("show", "--property=MainPID", "--value", `${this.prefix}*`);
    return text.split("\n").map(Number).filter((pid) => pid > 0);
  }

  /** As a power cut leaves them: every process ends at once, and systemd remembers none. */
  async cutPower(): Promise<void> {
    for (const words of [["kill", "--signal=KILL"], ["stop"], ["reset-failed"]]) {
      try {
        await systemctl(...words, `${this.prefix}*`);
      } catch (error) {
        // systemd forgets a unit as soon as nothing is left of it, perhaps while it goes through them.
        if (!/not loaded/.test(messageOf(error))) throw error;
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cutPower();
    for (const path of this.#files) Deno.removeSync(path);
    this.#files.clear();
    await this.reload();
  }
}

/** Resolves to what it printed. */
export async function systemctl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("systemctl", {
    args: [...args],
    env: { LC_ALL: "C" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new Error(`systemctl ${args.join(" ")} ended with ${code}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}
