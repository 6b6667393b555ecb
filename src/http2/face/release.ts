// A closed channel of grpc-js 1.14 stays active: it reconnects for a call that was being retried, forever when no server answers,
// and the timers of its reconnect backoff and its load balancer continue. This file makes closing a channel end all of that.
// I1  A closed channel resolves, connects and picks nothing any more.
// I2  A connection that channels share is ended when the last of them is closed.
// I3  A grpc-js without these methods is refused at install: a new version has to be reviewed.
import { InternalChannel } from "@grpc/grpc-js/build/src/internal-channel.js";
import { PickFirstLoadBalancer } from "@grpc/grpc-js/build/src/load-balancer-pick-first.js";
import { Subchannel } from "@grpc/grpc-js/build/src/subchannel.js";
import process from "node:process";

let isInstalled = false;

/** Makes every channel release its timers and connections when it is closed. A second call does nothing. */
export function installRelease(): void {
  if (isInstalled) return;
  isInstalled = true;
  extend(InternalChannel.prototype, "close", seal);
  extend(Subchannel.prototype, "unref", (subchannel) => {
    if (Reflect.get(subchannel, "refcount") !== 0) return; // I2
    // Calls that its last user made in this turn are completed first.
    process.nextTick(release, subchannel);
  });
  extend(PickFirstLoadBalancer.prototype, "destroy", (balancer) => {
    clearTimeout(Reflect.get(balancer, "connectionDelayTimeout"));
  });
}

/** Makes `method` call `then` after itself. */
function extend(prototype: object, method: string, then: (self: object) => void): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== "function") {
    throw new Error(`This grpc-js has no ${method}(): see ${import.meta.url}`); // I3
  }
  Reflect.set(prototype, method, function (this: object, ...args: readonly unknown[]): unknown {
    const result: unknown = Reflect.apply(original, this, args);
    then(this);
    return result;
  });
}

/** I1: an earlier pick would wake the balancer up, and an earlier resolution would give it addresses. */
function seal(channel: object): void {
  const balancer = part(channel, "resolvingLoadBalancer");
  for (const method of ["exitIdle", "updateResolution"]) replace(balancer, method, nothing);
  replace(part(balancer, "childLoadBalancer"), "updateAddressList", nothing);
}

function release(subchannel: object): void {
  call(part(subchannel, "backoffTimeout"), "stop");
  const connector = part(subchannel, "connector");
  call(part(connector, "session"), "destroy");
  // It may still be waiting for TCP.
  replace(connector, "createSession", ({ socket }: { readonly socket: { destroy(): void } }) => {
    socket.destroy();
    return Promise.reject(new Error("The channel is closed"));
  });
}

function part(owner: object | undefined, name: string): object | undefined {
  const found: unknown = owner === undefined ? undefined : Reflect.get(owner, name);
  return typeof found === "object" && found !== null ? found : undefined;
}

function replace(owner: object | undefined, method: string, by: unknown): void {
  if (owner !== undefined) Reflect.set(owner, method, by);
}

function call(owner: object | undefined, method: string): void {
  const found: unknown = owner === undefined ? undefined : Reflect.get(owner, method);
  if (owner !== undefined && typeof found === "function") Reflect.apply(found, owner, []);
}

function nothing(): void {}
