// SETTINGS (RFC 9113 section 6.5): identifiers, ranges, and the peer's values as they stand.
import { ErrorCode, type Violation } from "./errors.ts";
import { MAX_WINDOW } from "./flow.ts";

/** Identifiers of the settings in use. */
export const SettingId = {
  HEADER_TABLE_SIZE: 0x1,
  ENABLE_PUSH: 0x2,
  MAX_CONCURRENT_STREAMS: 0x3,
  INITIAL_WINDOW_SIZE: 0x4,
  MAX_FRAME_SIZE: 0x5,
  MAX_HEADER_LIST_SIZE: 0x6,
} as const;

/** A side's settings; the initial values are those of the RFC. "No limit" is Infinity. */
export class Settings {
  headerTableSize = 4_096;
  isPushEnabled = true;
  maxConcurrentStreams = Infinity;
  initialWindowSize = 65_535;
  maxFrameSize = 16_384;
  maxHeaderListSize = Infinity;

  /** Applies one entry; unknown identifiers are ignored (section 6.5.2). The result is the problem, or null. */
  apply(id: number, value: number): Violation | null {
    switch (id) {
      case SettingId.HEADER_TABLE_SIZE:
        this.headerTableSize = value;
        return null;
      case SettingId.ENABLE_PUSH:
        if (value > 1) return bad(ErrorCode.PROTOCOL_ERROR, `ENABLE_PUSH is ${value}, only 0 and 1 exist`);
        this.isPushEnabled = value === 1;
        return null;
      case SettingId.MAX_CONCURRENT_STREAMS:
        this.maxConcurrentStreams = value;
        return null;
      case SettingId.INITIAL_WINDOW_SIZE:
        if (value > MAX_WINDOW) return bad(ErrorCode.FLOW_CONTROL_ERROR, `INITIAL_WINDOW_SIZE is ${value}`);
        this.initialWindowSize = value;
        return null;
      case SettingId.MAX_FRAME_SIZE:
        if (value < 16_384 || value > 16_777_215) {
          return bad(ErrorCode.PROTOCOL_ERROR, `MAX_FRAME_SIZE is ${value}`);
        }
        this.maxFrameSize = value;
        return null;
      case SettingId.MAX_HEADER_LIST_SIZE:
        this.maxHeaderListSize = value;
        return null;
      default:
        return null;
    }
  }
}

function bad(code: number, reason: string): Violation {
  return { code, reason };
}
