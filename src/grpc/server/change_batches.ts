/**
 * Several changes in one message of a subscription, for those who ask for it: what a message costs by itself, in frames, events and calls
 * on both sides, is then paid once for all of them.
 *
 * I1  A change is encoded once, whoever is sent it: a message is put together of the bytes of its changes.
 * I2  Subscribers that are sent the same changes are sent the same bytes.
 */
import { Buffer } from "node:buffer";
import type { ChangeMessage } from "../../manager/serve/subscription_messages.ts";
import type { StateEvent } from "../../state/event_model.ts";
import type { ServiceState } from "../../state/model.ts";
import { messageCodec } from "../definitions.ts";
import type { Change } from "../gen/piccolo/statemanager/v1/Change.ts";
import type { StateChangeEvent } from "../gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import { changeToWire } from "../wire/subscription.ts";

/** A message is no larger than this and one change. */
const MAX_BATCH_BYTES = 256 * 1024;
/** Numbers of the fields `StateChangeEvent.changes` and `ChangeBatch.changes`; both are of known length. */
const [BATCH_FIELD, CHANGE_FIELD] = [8, 1];
const LENGTH_DELIMITED = 2;
/** Batches that are kept for the next subscriber; at most 1 MiB together. */
const KEPT_BATCHES = 4;

const ChangeType = messageCodec<Change>("piccolo.statemanager.v1.Change");
const EventType = messageCodec<StateChangeEvent>("piccolo.statemanager.v1.StateChangeEvent");

interface EncodedChange {
  readonly service: ServiceState | undefined;
  readonly bytes: Uint8Array;
}

interface EncodedBatch {
  readonly parts: readonly Uint8Array[];
  readonly bytes: Buffer;
}

/** Gives the changes that wait, one after the other. */
export interface WaitingChanges {
  nextOf(term: bigint): ChangeMessage | undefined;
}

export class ChangeBatches {
  /** I1, for as long as somebody holds the event. */
  readonly #changes = new WeakMap<StateEvent, EncodedChange>();
  /** I2: the newest ones, each in the place of the oldest. Subscribers that keep up are sent a batch soon after each other. */
  readonly #batches: EncodedBatch[] = [];
  #oldest = 0;

  /** The message of the first change and those that wait behind it; undefined = it is alone. */
  take(
    { first, term, most }: { readonly first: ChangeMessage; readonly term: bigint; readonly most: number },
    waiting: WaitingChanges,
  ): Buffer | undefined {
    let next = waiting.nextOf(term);
    if (next === undefined) return undefined;
    const parts = [this.#bytesOf(first)];
    let sizeBytes = parts[0]?.length ?? 0;
    let { revision } = first;
    while (next !== undefined) {
      const bytes = this.#bytesOf(next);
      parts.push(bytes);
      sizeBytes += bytes.length;
      ({ revision } = next);
      next = parts.length < most && sizeBytes < MAX_BATCH_BYTES ? waiting.nextOf(term) : undefined;
    }
    const known = this.#batches.find((batch) => isSame(batch.parts, parts));
    if (known !== undefined) return known.bytes;
    const bytes = messageOf(parts, { revision: revision.toString(), term: term.toString() });
    this.#batches[this.#oldest] = { parts, bytes };
    this.#oldest = (this.#oldest + 1) % KEPT_BATCHES;
    return bytes;
  }

  #bytesOf(change: ChangeMessage): Uint8Array {
    const { event, service } = change;
    const known = this.#changes.get(event);
    if (known !== undefined && known.service === service) return known.bytes;
    const bytes = ChangeType.encode(ChangeType.fromObject(changeToWire(change))).finish();
    this.#changes.set(event, { service, bytes });
    return bytes;
  }
}

function isSame(left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return left.length === right.length && left.every((bytes, index) => bytes === right[index]);
}

/** The fields of known length by hand, around what is encoded already; the others by the codec, behind them. */
function messageOf(parts: readonly Uint8Array[], cursor: StateChangeEvent): Buffer {
  const changes = parts.flatMap((bytes) => [header(CHANGE_FIELD, bytes.length), bytes]);
  const length = changes.reduce((sum, bytes) => sum + bytes.length, 0);
  const rest = EventType.encode(EventType.fromObject(cursor)).finish();
  return Buffer.concat([header(BATCH_FIELD, length), ...changes, rest]);
}

function header(field: number, length: number): Uint8Array {
  const bytes = [(field << 3) | LENGTH_DELIMITED];
  let left = length;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left & 127) | 128);
  bytes.push(left);
  return Uint8Array.from(bytes);
}
