// The events of a connection. A file of its own, so that the two halves of the connection do not depend on each other.
import type { HeaderField } from "./header_field.ts";
import type { Settings } from "./settings.ts";
import type { Stream, StreamEvents } from "./stream.ts";

/**
 * Events of a connection, called synchronously from `receive()` and from calls that send. Listeners may call back
 * into the connection; they must not throw.
 */
export interface ConnectionEvents {
  /** Output is waiting where there was none: take it soon. */
  onOutput(): void;
  /** Server: a request. The result listens to the stream from here on. */
  onStream(stream: Stream, fields: readonly HeaderField[], isEnd: boolean): StreamEvents;
  /** The peer's SETTINGS are in force and acknowledged. */
  onSettings(settings: Settings): void;
  /** The peer acknowledged our SETTINGS. */
  onSettingsAck(): void;
  /** GOAWAY arrived; called before the streams that it refuses are closed. `data` is a copy. */
  onGoaway(code: number, lastStreamId: number, data: Uint8Array): void;
  /** The peer answered a PING; `payload` is a copy. */
  onPong(payload: Uint8Array): void;
  /** A stream is gone; `remaining` are left, queued ones included. */
  onStreamGone(remaining: number): void;
  /** The connection broke: GOAWAY is in the output, nothing more will be read. Streams are still open. */
  onFailed(code: number, reason: string): void;
}
