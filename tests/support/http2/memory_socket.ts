/** A socket in memory, as a session needs it: what is written to it is taken at once, or never. */
import { EventEmitter } from "node:events";

export class MemorySocket extends EventEmitter {
  destroyed = false;
  /** The peer reads nothing. */
  isStuck = false;

  write(_chunk: Uint8Array, callback: (error?: Error | null) => void): boolean {
    if (!this.isStuck) queueMicrotask(() => callback());
    return true;
  }

  end(): void {}

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit("close");
  }
}
