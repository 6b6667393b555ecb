/** What the tests of gRPC stand on: the HTTP/2 of this project, real time, and a log that can be looked into. */
import { installHttp2 } from "../../../../src/http2/install.ts";
import type { Log, LogFields } from "../../../../src/ports.ts";
import { SystemClock } from "../../../../src/platform/clock.ts";
import { SystemRandom } from "../../../../src/platform/random.ts";

installHttp2();

export const clock = new SystemClock();
export const random = new SystemRandom();

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what it is told. */
export class MemoryLog implements Log {
  readonly lines: LogLine[] = [];

  debug(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: "debug", message, fields });
  }

  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: "info", message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: "warn", message, fields });
  }

  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: "error", message, fields });
  }

  at(level: keyof Log): readonly LogLine[] {
    return this.lines.filter((line) => line.level === level);
  }
}
