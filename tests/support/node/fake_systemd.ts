/**
 * A manager of systemd as far as processes need one, on a bus of its own: it starts real processes, and refuses, dawdles or forgets when it
 * is told to. Needs `dbus-daemon`.
 */
import { Message, type MessageBus, MessageType, sessionBus, Variant } from "@jellybrick/dbus-next";
import { plainOf } from "../../../src/node/unit/bus.ts";
import { pathOfUnit } from "../../../src/node/unit/systemd.ts";
import { eventually } from "../eventually.ts";
import { TempDir } from "../temp_dir.ts";

const NAME = "org.freedesktop.systemd1";
const MANAGER = `${NAME}.Manager`;
const NOT_FOUND: Readonly<Record<string, Variant>> = {
  LoadState: new Variant("s", "not-found"),
  ActiveState: new Variant("s", "inactive"),
};

interface FakeUnit {
  readonly name: string;
  readonly environment: readonly string[];
  readonly child: Deno.ChildProcess;
  activeState: string;
  /** si_code and status of its end. */
  end?: readonly [kind: number, status: number];
}

/** How it behaves. */
export interface Manners {
  /** Name and message of the error that answers a start, before its properties are looked at. */
  readonly denial?: readonly [name: string, message: string];
  /** Properties that it does not know. */
  readonly unknown?: readonly string[];
  /** Carries a start out and does not answer. */
  readonly isMute?: boolean;
}

export class FakeSystemd implements AsyncDisposable {
  readonly #dir: TempDir;
  readonly #daemon: Deno.ChildProcess;
  readonly #bus: MessageBus;
  readonly units = new Map<string, FakeUnit>();
  /** Members that were called, in order. */
  readonly calls: string[] = [];
  manners: Manners = {};
  #jobs = 0;
  #isOver = false;

  private constructor(dir: TempDir, daemon: Deno.ChildProcess) {
    this.#dir = dir;
    this.#daemon = daemon;
    this.#bus = sessionBus({ busAddress: `unix:path=${this.socket}` });
    // Who asks it while it ends gets no answer.
    const events: { on(name: string, listener: () => void): unknown } = this.#bus;
    events.on("error", () => {});
    this.#bus.addMethodHandler((message: Message) => this.#answer(message));
  }

  static async start({ isManager = true } = {}): Promise<FakeSystemd> {
    const dir = new TempDir();
    const config = dir.write(
      "bus.conf",
      `<busconfig><type>session</type><listen>unix:path=${dir.file("bus")}</listen>` +
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>',
    );
    const args = [`--config-file=${config}`, "--nofork", "--nopidfile", "--nosyslog"];
    const daemon = new Deno.Command("dbus-daemon", { args, stdin: "null", stdout: "null", stderr: "null" })
      .spawn();
    await eventually("the bus is there", async () => {
      using _connection = await Deno.connect({ transport: "unix", path: dir.file("bus") });
      return true;
    });
    const fake = new FakeSystemd(dir, daemon);
    const { promise: connected, resolve } = Promise.withResolvers<void>();
    fake.#bus.on("connect", resolve);
    await connected;
    if (isManager) await fake.#bus.requestName(NAME, 0);
    return fake;
  }

  get socket(): string {
    return this.#dir.file("bus");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#bus.disconnect();
    for (const { child, end } of this.units.values()) if (end === undefined) child.kill("SIGKILL");
    await Promise.all([...this.units.values()].map(({ child }) => child.status));
    this.#daemon.kill("SIGKILL");
    await this.#daemon.status;
    this.#dir[Symbol.dispose]();
  }

  #answer(message: Message): boolean {
    const { member = "", body } = message;
    if (message.destination === undefined) return false;
    this.calls.push(member);
    const name = String(body[0] ?? "");
    switch (member) {
      case "StartTransientUnit":
        this.#start(message);
        return true;
      case "GetAll":
        return this.#reply(message, "a{sv}", [this.#propertiesOf(message.path ?? "")]);
      case "ListUnitsByPatterns": {
        const rows = [...this.units.keys()].map((one) => [one, "", "", "", "", "", "/", 0, "", "/"]);
        return this.#reply(message, "a(ssssssouso)", [rows]);
      }
      case "StopUnit":
      case "KillUnit": {
        const unit = this.units.get(name);
        if (unit === undefined) {
          return this.#refuse(message, `${NAME}.NoSuchUnit`, `Unit ${name} not loaded.`);
        }
        if (unit.end === undefined) unit.child.kill(member === "StopUnit" ? "SIGTERM" : "SIGKILL");
        else if (member === "StopUnit") this.units.delete(name);
        if (member === "KillUnit") return this.#reply(message, "", []);
        this.#endJob(message, name);
        return true;
      }
      case "ResetFailedUnit":
        if (this.units.get(name)?.end !== undefined) this.units.delete(name);
        return this.#reply(message, "", []);
      default:
        return this.#reply(message, "", []);
    }
  }

  #start(message: Message): void {
    const name = String(message.body[0]);
    const { denial, unknown = [], isMute = false } = this.manners;
    const set = new Map(rowsOf(message.body[2]).map(([key, value]) => [String(key), plainOf(value)]));
    const strange = [...set.keys()].find((key) => unknown.includes(key) || key === "PiccoloProbe");
    if (denial !== undefined) return void this.#refuse(message, ...denial);
    if (strange !== undefined) {
      const problem = `Cannot set property ${strange}, or unknown property.`;
      return void this.#refuse(message, "org.freedesktop.DBus.Error.PropertyReadOnly", problem);
    }
    if (this.units.has(name)) {
      return void this.#refuse(
        message,
        `${NAME}.UnitExists`,
        `Unit ${name} was already loaded or has a fragment file.`,
      );
    }
    const [[, words] = []] = rowsOf(set.get("ExecStartEx"));
    const [program = "", ...args] = textsOf(words);
    const environment = textsOf(set.get("Environment"));
    const env = Object.fromEntries(environment.map((line) => line.split("=", 2)));
    const child = new Deno.Command("setsid", {
      ...{ args: [program, ...args], env, clearEnv: true, stdin: "null", stdout: "null", stderr: "null" },
    }).spawn();
    const unit: FakeUnit = { name, environment, child, activeState: "active" };
    this.units.set(name, unit);
    child.status.then(({ code, signal }) => {
      unit.end = signal === null ? [1, code] : [2, code - 128];
      unit.activeState = code === 0 ? "active" : "failed";
      if (!this.#isOver) this.#changed(unit);
    });
    if (!isMute) this.#endJob(message, name);
  }

  #endJob(message: Message, unit: string): void {
    const job = `/org/freedesktop/systemd1/job/${++this.#jobs}`;
    this.#reply(message, "o", [job]);
    this.#signal(`/org/freedesktop/systemd1`, MANAGER, "JobRemoved", "uoss", [this.#jobs, job, unit, "done"]);
  }

  #changed({ name }: FakeUnit): void {
    const path = pathOfUnit(name);
    const all = Object.fromEntries(Object.entries(this.#propertiesOf(path)));
    this.#signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", [
      `${NAME}.Service`,
      all,
      [],
    ]);
  }

  #propertiesOf(path: string): Readonly<Record<string, Variant>> {
    const unit = [...this.units.values()].find(({ name }) => pathOfUnit(name) === path);
    if (unit === undefined) return NOT_FOUND;
    const [kind, status] = unit.end ?? [0, 0];
    return {
      LoadState: new Variant("s", "loaded"),
      ActiveState: new Variant("s", unit.activeState),
      MainPID: new Variant("u", unit.end === undefined ? unit.child.pid : 0),
      ExecMainPID: new Variant("u", unit.child.pid),
      ExecMainCode: new Variant("i", kind),
      ExecMainStatus: new Variant("i", status),
      Result: new Variant("s", unit.activeState === "failed" ? "signal" : "success"),
      Environment: new Variant("as", [...unit.environment]),
    };
  }

  #signal(path: string, name: string, member: string, signature: string, body: unknown[]): void {
    this.#bus.send(new Message({ type: MessageType.SIGNAL, path, interface: name, member, signature, body }));
  }

  #reply(message: Message, signature: string, body: unknown[]): true {
    this.#bus.send(Message.newMethodReturn(message, signature, body));
    return true;
  }

  #refuse(message: Message, name: string, text: string): true {
    this.#bus.send(Message.newError(message, name, text));
    return true;
  }
}

function rowsOf(value: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(value) ? value.filter((row) => Array.isArray(row)) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
