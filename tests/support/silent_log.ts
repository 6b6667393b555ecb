/** A log that nobody reads. */
import type { Log } from "../../src/ports.ts";

export const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
