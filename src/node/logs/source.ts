/** What a driver needs to read the output of a replica, and what it gives. */
import type { ResourceId } from "../../state/resource_id.ts";

/** The replica whose output is read. */
export interface LogSubject {
  readonly resourceId: ResourceId;
  readonly replica: number;
  /** Its newest instance; not set = the runtime has none now. */
  readonly instanceId?: string;
}

export interface LogReading {
  /** The newest so many lines. */
  readonly tailLines: number;
  /** Only lines that are no older, milliseconds; 0 = of any age. */
  readonly maxAgeMs: number;
  readonly isFollowed: boolean;
}

/** A line as a runtime keeps it. */
export interface WrittenLine {
  /** Wall time, milliseconds since 1970; 0 = not known. */
  readonly atMs: number;
  readonly text: string;
}

/** Ends when all is read, when the instance is over, or with the signal; throws an Error that says what broke it off. */
export type LogSource = AsyncGenerator<readonly WrittenLine[], void, undefined>;
