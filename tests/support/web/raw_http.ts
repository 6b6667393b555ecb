/** HTTP byte by byte: what no well-behaved client would send. */

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends the text as it is and reads until the server closes. Status 0 = it closed without an answer. */
export async function sendRaw(address: string, text: string): Promise<RawAnswer> {
  using connection = await connectTo(address);
  await connection.write(new TextEncoder().encode(text)).catch(() => {});
  return await readAnswer(connection);
}

/** Reads until the server closes. */
export async function readAnswer(connection: Deno.Conn): Promise<RawAnswer> {
  let received = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  for (;;) {
    // A connection that was reset has ended, too.
    const size = await connection.read(buffer).catch(() => null);
    if (size === null) break;
    received += decoder.decode(buffer.subarray(0, size), { stream: true });
  }
  const [head = "", ...rest] = received.split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join("\r\n\r\n") };
}

/** A GET that asks for the connection to be closed. */
export function get(path: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { host: "localhost", connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

export function connectTo(address: string): Promise<Deno.Conn> {
  if (address.startsWith("unix:")) {
    return Deno.connect({ transport: "unix", path: address.slice("unix:".length) });
  }
  const colon = address.lastIndexOf(":");
  return Deno.connect({ hostname: address.slice(0, colon), port: Number(address.slice(colon + 1)) });
}
