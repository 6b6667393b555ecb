/** A task of its own in the event loop: whatever promises are settled now are heard before it. */
import { setImmediate } from "node:timers";

export function inNextTask(callback: () => void): void {
  setImmediate(callback);
}

export function nextTask(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  inNextTask(resolve);
  return promise;
}
