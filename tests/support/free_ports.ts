/**
 * Ports at which nobody listens now, nor soon: for whoever is to be refused there, and for a program that is to come back at
 * its address. They lie below the range from which the kernel takes port 0 and the local ports of outgoing connections: a
 * port of that range, once closed, is the next best test's, and a client that tries again and again to reach a server that
 * is down could be connected to itself.
 */
export function freePorts(count: number): number[] {
  const ports = new Set<number>();
  for (let attempt = 0; attempt < 1_000 && ports.size < count; attempt++) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (!ports.has(port) && canListen(port)) ports.add(port);
  }
  if (ports.size < count) {
    throw new Error("No free loopback ports between 10000 and 29999: end what listens there");
  }
  return [...ports];
}

/** One of them on loopback. */
export function freeAddress(): string {
  return `127.0.0.1:${freePorts(1)[0]}`;
}

function canListen(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
