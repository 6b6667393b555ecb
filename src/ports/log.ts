/** The log. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Log with constant messages and fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
