// The bytes that a connection holds on behalf of its peer, towards whoever limits the sum of them over all connections.

/** Where bytes are booked. Implementations must not throw. */
export interface ByteAccount {
  /** Books bytes; false when there is no room, and then nothing is booked. */
  take(bytes: number): boolean;
  /** Gives booked bytes back. */
  give(bytes: number): void;
}

/** Nobody limits the sum: clients, and servers without a gate. */
export const UNLIMITED: ByteAccount = { take: () => true, give: () => {} };
