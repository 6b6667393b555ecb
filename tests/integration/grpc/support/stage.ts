/** The server of the State Manager over a fake manager, and a client of it. */
import { ONE_INSTANCE } from "../../../support/one_instance.ts";
import assert from "node:assert/strict";
import { CallError, connect, type StateManagerClient } from "../../../../src/client/state_manager.ts";
import {
  type GrpcServer,
  type GrpcServerOptions,
  startGrpcServer,
} from "../../../../src/grpc/server/server.ts";
import { Subscriptions } from "../../../../src/manager/serve/subscriptions.ts";
import { ROLES } from "../../../../src/ports/caller.ts";
import { FakeManager } from "./fake_manager.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { OPEN_ACCESS } from "../../../support/open_access.ts";
import { clock } from "./world.ts";

export interface Stage extends AsyncDisposable {
  readonly manager: FakeManager;
  readonly subscriptions: Subscriptions;
  readonly server: GrpcServer;
  readonly client: StateManagerClient;
  readonly log: MemoryLog;
}

export interface StageOptions extends Partial<GrpcServerOptions> {
  readonly queueCapacity?: number;
  readonly ringSize?: number;
  readonly maxSubscribers?: number;
}

export async function stage(options: StageOptions = {}): Promise<Stage> {
  const manager = new FakeManager(options.ringSize);
  const log = new MemoryLog();
  const subscriptions = new Subscriptions({
    api: manager,
    clock,
    maxSubscribers: options.maxSubscribers ?? 4,
    kinds: ROLES,
    queueCapacity: options.queueCapacity ?? 1_024,
  });
  const server = await startGrpcServer({
    api: manager,
    subscriptions,
    ...ONE_INSTANCE,
    listen: ["127.0.0.1:0"],
    access: OPEN_ACCESS,
    version: "1.2.3",
    clock,
    log,
    ...options,
  });
  const [address = ""] = server.addresses;
  const client = connect(address, { deadlineMs: 60_000 });
  return {
    ...{ manager, subscriptions, server, client, log },
    async [Symbol.asyncDispose]() {
      client.close();
      await server.close(1_000);
    },
  };
}

/** What the promise was rejected with, which has to be a CallError. */
export async function errorOf(promise: Promise<unknown>): Promise<CallError> {
  const error = await promise.then(() => undefined, (error) => error);
  assert.ok(error instanceof CallError, `a CallError, not ${error}`);
  return error;
}
