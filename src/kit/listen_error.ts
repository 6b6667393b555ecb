/** Why a server cannot listen at an address, in words of this program. */
import { messageOf } from "./errors.ts";

/** Why an address cannot be listened at, for people: an Error whose message is all there is to say. */
export class ListenError extends Error {
  override readonly name = "ListenError";

  constructor(address: string, cause: unknown) {
    super(`Cannot listen on ${address}: ${whyNot(address, messageOf(cause))}`, { cause });
  }
}

function whyNot(address: string, message: string): string {
  const port = address.slice(address.lastIndexOf(":") + 1);
  if (message.includes("EADDRINUSE")) {
    return `another process has the port; ss -ltnp 'sport = :${port}' shows which, and listen sets another address`;
  }
  if (message.includes("EADDRNOTAVAIL")) return "this machine has no such address";
  if (message.includes("EACCES")) {
    return "this user may not; ports below 1024 are for root, and a socket needs a folder to write to";
  }
  if (message.includes("ENOENT")) return "the folder of the socket does not exist";
  return message;
}
