/** Every listener of a server under test gives every right: what a test is not about does not stand in its way. */
import { type Access, DEFAULT_ACCESS } from "../../src/grpc/server/door/access.ts";

export const OPEN_ACCESS: Access = { ...DEFAULT_ACCESS, unix: "admin", loopback: "admin" };
