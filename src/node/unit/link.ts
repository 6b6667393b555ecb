/** The one connection to systemd that a driver has: opened when somebody asks, and again after it was lost. */
import type { DriverFailure } from "../driver.ts";
import { Session, type SessionOptions } from "./session.ts";

export class SystemdLink implements AsyncDisposable {
  readonly #options: SessionOptions;
  #session: Promise<Session | DriverFailure> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get socket(): string {
    return this.#options.socket;
  }

  /** One connection for all who ask. */
  async connect(): Promise<Session | DriverFailure> {
    const before = this.#session;
    const known = await before;
    if (known instanceof Session && !known.isLost) return known;
    // Another one who asked was quicker.
    if (this.#session !== before) return await this.connect();
    const opening = Session.open(this.#options);
    this.#session = opening;
    const opened = await opening;
    if (!(opened instanceof Session) && this.#session === opening) this.#session = undefined;
    return opened;
  }

  /** The connection as far as there is one; undefined = none was asked for, or it is lost. */
  async current(): Promise<Session | undefined> {
    const known = await this.#session;
    return known instanceof Session && !known.isLost ? known : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const session = await this.#session;
    if (session instanceof Session) session[Symbol.dispose]();
  }
}
