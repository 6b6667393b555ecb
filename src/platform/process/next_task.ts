/** Runs a callback in a later task of the event loop: the reactions of promises that are settled now run before it. */
import { setImmediate } from "node:timers";

export function inNextTask(callback: () => void): void {
  setImmediate(callback);
}

export function nextTask(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  inNextTask(resolve);
  return promise;
}
