/** Clients over TLS that must not get in, or not do what they ask for: each tries once, and tells what came of it. */
import { CallError, connect } from "../../src/client/state_manager.ts";
import type { TlsMaterial } from "../../src/grpc/tls.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";
import { filesOf, makeLaboratory, materialOf } from "../../tests/support/certificates.ts";
import { idOf } from "../../tests/support/domain.ts";
import { join } from "node:path";

const DEADLINE_MS = 10_000;
const PERMISSION_DENIED = 7;
/** What it is told who does not get in. */
const NOT_IN: ReadonlySet<string> = new Set(["unreachable", "timed-out"]);
const CHANGE = {
  resourceId: idOf("torture/stranger"),
  spec: { ...DEFAULT_SPEC, version: "1" },
  ...{ labels: {}, expectedGeneration: 0n, reason: "a stranger" },
};

export interface Stranger {
  readonly name: string;
  /** Undefined = it was as it must be. */
  readonly attempt: () => Promise<string | undefined>;
}

/** `address` is `tls:localhost:port`. */
export async function strangersOf(dir: string, address: string): Promise<readonly Stranger[]> {
  const foreignDir = join(dir, "foreign");
  const expiredDir = join(dir, "expired");
  await makeLaboratory(foreignDir);
  Deno.mkdirSync(expiredDir, { recursive: true });
  for (const name of ["ca.pem", "ca.key"]) Deno.copyFileSync(join(dir, name), join(expiredDir, name));
  await makeLaboratory(expiredDir, { days: -1 });
  const { ca } = materialOf(dir, "server");
  const operator = filesOf(dir, "operator");
  if (operator.certFile === "") throw new Error("no certificates");
  return [
    outsider("a certificate that has expired", address, { ...materialOf(expiredDir, "admin"), ca }),
    outsider("a certificate of another authority", address, { ...materialOf(foreignDir, "admin"), ca }),
    { name: "no certificate", attempt: () => bare(address, ca.toString(), ["h2"]) },
    { name: "no HTTP/2", attempt: () => bare(address, ca.toString(), ["http/1.1"]) },
    { name: "no TLS", attempt: () => plaintext(address) },
    ...["observer", "node-agent"].map((role) =>
      underling(`the role ${role}`, address, materialOf(dir, role))
    ),
    underling("the certificate of a node", address, materialOf(dir, "node-front")),
  ];
}

/** Must not get in. */
function outsider(name: string, address: string, tls: TlsMaterial): Stranger {
  return {
    name,
    attempt: async () => {
      await using client = connect(address, { tls, deadlineMs: DEADLINE_MS, reconnectMaxMs: DEADLINE_MS });
      try {
        await client.status();
        return "it got in";
      } catch (error) {
        return error instanceof CallError && NOT_IN.has(error.kind) ? undefined : String(error);
      }
    },
  };
}

/** Gets in, and must change nothing. */
function underling(name: string, address: string, tls: TlsMaterial): Stranger {
  return {
    name,
    attempt: async () => {
      await using client = connect(address, { tls, deadlineMs: DEADLINE_MS, reconnectMaxMs: 200 });
      try {
        await client.updateState(CHANGE);
        return "it changed something";
      } catch (error) {
        // That it found no place in all this is told of by the good clients, not by it.
        return error instanceof CallError && [PERMISSION_DENIED, 14, 4, 8].includes(error.code)
          ? undefined
          : String(error);
      }
    },
  };
}

/** Must not be answered. */
async function bare(address: string, ca: string, alpnProtocols: string[]): Promise<string | undefined> {
  const port = Number(address.split(":").at(-1));
  try {
    using connection = await Deno.connectTls({ hostname: "localhost", port, caCerts: [ca], alpnProtocols });
    const count = await connection.read(new Uint8Array(64));
    return count === null ? undefined : "it was answered";
  } catch {
    return undefined;
  }
}

async function plaintext(address: string): Promise<string | undefined> {
  const port = Number(address.split(":").at(-1));
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    const bytes = new Uint8Array(64);
    const count = await connection.read(bytes);
    // An alert of TLS is an answer that tells nothing.
    return count === null || bytes[0] === 0x15 ? undefined : "it was answered";
  } catch {
    return undefined;
  }
}
