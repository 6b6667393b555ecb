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
  if (/EADDRINUSE|Address already in use/i.test(message)) {
    return `another process has the port; ss -ltnp 'sport = :${port}' shows which, and listen sets another address`;
  }
  if (/EADDRNOTAVAIL|cannot assign requested address/i.test(message)) {
    return "this machine has no such address";
  }
  if (/EACCES|permission denied/i.test(message)) {
    return "this user may not; ports below 1024 are for root, and a socket needs a folder to write to";
  }
  if (/ENOENT|no such file/i.test(message)) return "the folder of the socket does not exist";
  return message;
}
