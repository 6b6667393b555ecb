/** A log that nobody reads. */
import type { Log } from "../../src/ports/log.ts";

export const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
