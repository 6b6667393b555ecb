/**
 * The standard health service, `grpc.health.v1.Health`.
 *
 * The manager does not announce that it became ready, so a watcher polls; a change is reported within `pollMs`.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { delay } from "../../kit/delay.ts";
import { StateManagerError } from "../../kit/errors.ts";
import { ReservedSlots } from "../../kit/reserved_slots.ts";
import { type Role, ROLES } from "../../ports/caller.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HealthHandlers } from "../gen/grpc/health/v1/Health.ts";
import type { HealthCheckRequest__Output } from "../gen/grpc/health/v1/HealthCheckRequest.ts";
import type { HealthCheckResponse } from "../gen/grpc/health/v1/HealthCheckResponse.ts";
import { type HandlerOptions, streamHandler, unaryHandler } from "./handlers.ts";

export interface HealthServiceOptions {
  readonly clock: Clock;
  readonly isServing: () => boolean;
  /** Full names of the services whose health is known; the empty name means the whole server. */
  readonly services: readonly string[];
  /** Concurrent watchers; more are refused. */
  readonly maxWatchers: number;
  /** Milliseconds. Default 250. */
  readonly pollMs?: number;
}

type ServingStatus = "SERVING" | "NOT_SERVING" | "SERVICE_UNKNOWN";

export class HealthService implements Buffered {
  readonly #options: HealthServiceOptions;
  readonly #watchers: ReservedSlots;

  constructor(options: HealthServiceOptions) {
    this.#options = options;
    this.#watchers = new ReservedSlots({
      ...{ name: "health_watchers", capacity: options.maxWatchers, kinds: ROLES },
    });
  }

  buffers(): readonly BufferLevel[] {
    return this.#watchers.buffers();
  }

  /** The current state. Throws a StateManagerError of kind "not-found" for a service that this server does not serve. */
  check({ service }: HealthCheckRequest__Output): HealthCheckResponse {
    const status = this.#statusOf(service);
    if (status !== "SERVICE_UNKNOWN") return { status };
    throw new StateManagerError({
      kind: "not-found",
      what: `service ${JSON.stringify(service.slice(0, 128))}`,
    });
  }

  /** The current state, then each change of it, until the signal aborts. Throws a StateManagerError of kind "limit". */
  async *watch(
    { service }: HealthCheckRequest__Output,
    signal: AbortSignal,
    role?: Role,
  ): AsyncGenerator<HealthCheckResponse, void, undefined> {
    if (!this.#watchers.take(role)) {
      throw new StateManagerError({
        kind: "limit",
        what: "health watchers",
        limit: this.#watchers.capacity,
        setting: "limits.subscribers",
      });
    }
    try {
      let last: ServingStatus | undefined;
      while (!signal.aborted) {
        const status = this.#statusOf(service);
        if (status !== last) yield { status };
        last = status;
        await delay(this.#options.clock, this.#options.pollMs ?? 250, signal);
      }
    } finally {
      this.#watchers.release(role);
    }
  }

  #statusOf(service: string): ServingStatus {
    if (service !== "" && !this.#options.services.includes(service)) return "SERVICE_UNKNOWN";
    return this.#options.isServing() ? "SERVING" : "NOT_SERVING";
  }
}

export function healthHandlers(health: HealthService, options: HandlerOptions): HealthHandlers {
  return {
    Check: unaryHandler("Health.Check", (request) => health.check(request), options),
    Watch: streamHandler(
      "Health.Watch",
      (request, signal, caller) => health.watch(request, signal, caller?.role),
      options,
    ),
  };
}
