/**
 * Follows every event that is written to etcd, by a watch of its own that no fault of the network reaches.
 *
 * I1: of a service, each event comes once, and in order of revision; what comes otherwise is a violation.
 */
import { readEvent } from "../../src/etcd/share/documents.ts";
import type { Keys } from "../../src/etcd/share/keys.ts";
import type { WatchChange, WatchHandler, WatchSynced } from "../../src/etcd/watcher.ts";
import type { StateEvent } from "../../src/state/event_model.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import type { Story } from "./story.ts";

interface Seen {
  readonly event: StateEvent;
  /** Key, revision of etcd, and whether it came live. */
  readonly how: string;
}

export class Recorder implements WatchHandler {
  readonly #keys: Keys;
  readonly #story: Story;
  /** Keys with their revision of etcd: a list tells them again. */
  readonly #seen = new Set<string>();
  /** Etcd may lose what it had: then everything may come again. */
  readonly #isLossy: boolean;
  readonly #revisions = new Map<ResourceId, bigint[]>();
  readonly #reasons = new Map<ResourceId, Set<string>>();
  /** Where the newest one was seen. */
  readonly #how = new Map<ResourceId, string>();
  /** Of a list, which is in order of key. */
  #listed: Seen[] = [];
  events = 0;
  gaps = 0;

  constructor(options: { readonly keys: Keys; readonly story: Story; readonly isLossy: boolean }) {
    this.#keys = options.keys;
    this.#story = options.story;
    this.#isLossy = options.isLossy;
  }

  onChange(change: WatchChange): void {
    if (change.kind !== "put" || this.#keys.parse(change.entry.key)?.kind !== "event") return;
    const { entry: { key, value, modRevision }, origin } = change;
    const seen = { event: readEvent(value), how: `${key} at ${modRevision} (${origin})` };
    const write = `${key}@${modRevision}`;
    if (origin === "list" && !change.isReset && this.#seen.has(write)) return;
    this.#seen.add(write);
    if (origin === "list") this.#listed.push(seen);
    else this.#note(seen);
  }

  onGap(): void {
    this.gaps += 1;
  }

  onSynced(_revision: bigint, { isReset }: WatchSynced): void {
    if (isReset && this.#isLossy) this.#revisions.clear();
    else if (isReset) this.#story.violation("etcd has another history than before");
    const listed = this.#listed.sort((a, b) => Number(a.event.revision - b.event.revision));
    this.#listed = [];
    for (const seen of listed) this.#note(seen);
  }

  /** Of every event of a service that etcd was given, as far as this was seen. */
  revisions(id: ResourceId): readonly bigint[] {
    return this.#revisions.get(id) ?? [];
  }

  /** Whether an event with this reason was seen. */
  hasReason(id: ResourceId, reason: string): boolean {
    return this.#reasons.get(id)?.has(reason) ?? false;
  }

  #note({ event, how }: Seen): void {
    const { resourceId, revision, eventType, metadata } = event;
    const before = this.#how.get(resourceId) ?? "";
    this.#how.set(resourceId, how);
    this.events += 1;
    const revisions = this.#revisions.get(resourceId) ?? [];
    const newest = revisions.at(-1) ?? 0n;
    if (revision <= newest) {
      const [own, last] = [`${revision} (${eventType}), ${how}`, `${newest}, ${before}`];
      this.#story.violation(`${resourceId}: etcd was given event ${own}, after ${last}`);
    }
    this.#revisions.set(resourceId, revisions);
    revisions.push(revision);
    const reason = metadata["reason"];
    if (reason === undefined) return;
    const reasons = this.#reasons.get(resourceId) ?? new Set();
    this.#reasons.set(resourceId, reasons.add(reason));
  }
}
