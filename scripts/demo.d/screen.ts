/**
 * Where the demo speaks: a terminal with a table that stays in place, or plain lines.
 *
 * I1: a terminal that was taken is given back: cursor, lines and colours, whatever ends the demo.
 */
import type { Follower } from "../../tests/support/instances/follower.ts";
import { type Fleet, SERVICES } from "./fleet.ts";
import { renderTable } from "./table.ts";

const FRAME_MS = 150;
const CAPACITY_MESSAGES = 200;
/** A line each; whatever comes and goes besides them has a line together. */
const SHOWN: ReadonlySet<string> = new Set(SERVICES.map(({ resource }) => resource));
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J";
/** Also printed by scripts/demo, for an end that leaves no time here. */
const LEAVE = "\x1b[?25h\x1b[?1049l";

export interface Screen extends Disposable {
  /** A line for people. */
  say(message: string): void;
  /** Shows this from now on. */
  watch(view: View): void;
}

export interface View {
  readonly follower: Follower;
  readonly fleet: Fleet;
  readonly isManagerUp: () => boolean;
}

/** Lines with the time since start, on standard error. */
export class PlainScreen implements Screen {
  readonly #beganMs = performance.now();

  say(message: string): void {
    const seconds = ((performance.now() - this.#beganMs) / 1_000).toFixed(1);
    console.error(`[${seconds.padStart(6)} s] ${message}`);
  }

  watch(): void {}

  [Symbol.dispose](): void {}
}

/** The table in the terminal's alternate screen. What was said is repeated as plain lines when it closes. */
export class LiveScreen implements Screen {
  readonly #messages: string[] = [];
  readonly #hasColor = Deno.env.get("NO_COLOR") === undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  #view: View | undefined;
  #isOpen = true;

  constructor() {
    write(ENTER);
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
  }

  say(message: string): void {
    this.#messages.push(message);
    if (this.#messages.length > CAPACITY_MESSAGES) this.#messages.shift();
    this.#draw();
  }

  watch(view: View): void {
    this.#view = view;
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearInterval(this.#timer);
    write(LEAVE);
    for (const message of this.#messages) console.error(message);
  }

  #describeManager(): string {
    if (this.#view === undefined) return "starting";
    return this.#view.isManagerUp() ? `up, revision ${this.#view.follower.cursor}` : "DOWN";
  }

  #draw(): void {
    if (!this.#isOpen) return;
    const { columns, rows } = Deno.consoleSize();
    const resources = this.#view?.fleet.resources ?? [];
    const lines = renderTable({
      resources: resources.filter((resource) => SHOWN.has(resource)),
      crowd: resources.filter((resource) => !SHOWN.has(resource)),
      services: this.#view?.follower.services ?? new Map(),
      title: `PICCOLO State Manager ${this.#describeManager()}   Ctrl-C ends it`,
      messages: this.#messages,
      nowMs: Date.now(),
      ...{ columns, rows, hasColor: this.#hasColor },
    });
    // One write per frame, each line cleared to its end, the rest below: no flicker and nothing left of an older frame.
    write("\x1b[H" + lines.map((line) => `${line}\x1b[K`).join("\r\n") + "\x1b[J");
  }
}

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
