/** `statemanagerd top`: everything on one screen, live; once, where nobody watches. */
import { follow } from "../../client/follow.ts";
import { Deadline } from "../../kit/deadline.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { hasSwitch } from "../arguments.ts";
import { type ClientContext, tableStyle } from "../context.ts";
import { EXIT_CODES, isUserError } from "../errors.ts";
import { explanationText } from "../format/explanation_text.ts";
import { describeService } from "../format/describe.ts";
import type { Overview } from "../format/overview_text.ts";
import type { ScreenIo } from "../io.ts";
import { selectionOf } from "../selection.ts";
import {
  FIRST_TOP,
  pressed,
  shownServices,
  type TopModel,
  type TopRequest,
  withText,
} from "../top/top_model.ts";
import { roomFor, type TopFacts, topLines } from "../top/top_view.ts";
import { collectDescription } from "./describe.ts";
import { readOverview } from "./status.ts";

const REFRESH_MS = 1_000;
/** Without a terminal: as large as the smallest that it is made for. */
const PLAIN_SIZE = { columns: 80, rows: 24 };
/** Of an explanation that is read on one screen. */
const EPISODES = 3;

/** Runs it; resolves to the exit code. */
export async function runTop(context: ClientContext): Promise<number> {
  const { io, args } = context;
  if (io.screen === undefined || hasSwitch(args, "once")) return await printOnce(context);
  await new Top(context, io.screen).run();
  return EXIT_CODES.ok;
}

/** One screen, as text; in a pipe as long as it needs to be. */
async function printOnce(context: ClientContext): Promise<number> {
  const { io, client, args } = context;
  const overview = await readOverview(context);
  const selection = selectionOf(args);
  using deadline = new Deadline(io.clock, context.timeoutMs, io.signal);
  const list = await client.listServices(selection.filter, deadline.signal);
  const services = list.services.filter((service) => selection.matches(service));
  const facts = {
    services: new Map(services.map((service) => [service.metadata.id, service])),
    ...{ overview, trouble: "", nowMs: io.nowMs() },
  };
  const size = io.isTTY
    ? { columns: io.columns, rows: services.length + 6 }
    : { ...PLAIN_SIZE, columns: 200, rows: services.length + 6 };
  const { isColour } = tableStyle(io);
  const lines = topLines(FIRST_TOP, facts, { size, isColour, isLive: false }).slice(0, -1);
  io.stdout(lines.map((line) => `${line.trimEnd()}\n`).join(""));
  return EXIT_CODES.ok;
}

/** The live screen: what is followed, what is asked again each second, and what is typed. */
class Top {
  readonly #context: ClientContext;
  readonly #screen: ScreenIo;
  readonly #end = new AbortController();
  readonly #services = new Map<ResourceId, ServiceState>();
  #model: TopModel = FIRST_TOP;
  #overview: Overview | undefined;
  #trouble = "";

  constructor(context: ClientContext, screen: ScreenIo) {
    this.#context = context;
    this.#screen = screen;
  }

  async run(): Promise<void> {
    const { io } = this.#context;
    const leave = () => this.#end.abort();
    io.signal.addEventListener("abort", leave, { once: true });
    using _screen = this.#screen.enter();
    using _leave = { [Symbol.dispose]: () => io.signal.removeEventListener("abort", leave) };
    this.#draw();
    const all = [this.#followServices(), this.#refresh(), this.#readKeys()];
    try {
      await Promise.race(all);
    } finally {
      this.#end.abort();
      await Promise.allSettled(all);
    }
  }

  get #facts(): TopFacts {
    return {
      ...{ services: this.#services, overview: this.#overview, trouble: this.#trouble },
      nowMs: this.#context.io.nowMs(),
    };
  }

  #draw(): void {
    const { isColour } = tableStyle(this.#context.io);
    this.#screen.draw(
      topLines(this.#model, this.#facts, { size: this.#screen.size(), isColour, isLive: true }),
    );
  }

  async #followServices(): Promise<void> {
    const { client, io, args } = this.#context;
    const { filter, matches } = selectionOf(args);
    let snapshot = new Map<ResourceId, ServiceState>();
    const start = { kind: "snapshot" } as const;
    for await (
      const message of follow(client, { filter, start, signal: this.#end.signal, clock: io.clock })
    ) {
      switch (message.kind) {
        case "snapshot":
          if (matches(message.service)) snapshot.set(message.service.metadata.id, message.service);
          break;
        case "snapshot-complete":
          this.#services.clear();
          for (const [id, service] of snapshot) this.#services.set(id, service);
          snapshot = new Map();
          this.#draw();
          break;
        case "change": {
          const { event: { resourceId }, service } = message;
          if (service === undefined || !matches(service)) this.#services.delete(resourceId);
          else this.#services.set(resourceId, service);
          break;
        }
        case "gap":
        case "lost":
          snapshot = new Map();
          break;
        case "heartbeat":
          break;
      }
    }
  }

  /** Figures and ages, each second; what is followed shows with them at the latest. */
  async #refresh(): Promise<void> {
    const { io } = this.#context;
    while (!this.#end.signal.aborted) {
      try {
        this.#overview = await readOverview(this.#context);
        this.#trouble = "";
      } catch (error) {
        if (!isUserError(error)) throw error;
        this.#trouble = error.message;
      }
      if (this.#end.signal.aborted) return;
      this.#draw();
      await delay(io.clock, REFRESH_MS, this.#end.signal);
    }
  }

  async #readKeys(): Promise<void> {
    for await (const key of this.#screen.keys(this.#end.signal)) {
      const rows = roomFor(this.#screen.size());
      const shown = shownServices(this.#model, this.#services.values());
      const { model, request } = pressed(this.#model, key, { shown, rows });
      this.#model = model;
      if (request?.kind === "quit") return;
      if (request !== undefined) this.#model = await this.#textAbout(request);
      this.#draw();
    }
  }

  async #textAbout(request: TopRequest & { readonly id: ResourceId }): Promise<TopModel> {
    const { client, io, timeoutMs } = this.#context;
    const { kind, id } = request;
    const { columns } = this.#screen.size();
    try {
      if (kind === "describe") {
        const description = await collectDescription(this.#context, id);
        const text = description === undefined
          ? `${id} does not exist any more`
          : describeService(description, { columns, isColour: false });
        return withText(this.#model, id, text);
      }
      using deadline = new Deadline(io.clock, timeoutMs, this.#end.signal);
      const subject = { kind: "service", resourceId: id, last: EPISODES } as const;
      return withText(
        this.#model,
        id,
        explanationText(await client.explain(subject, deadline.signal), columns),
      );
    } catch (error) {
      return withText(this.#model, id, messageOf(error));
    }
  }
}
