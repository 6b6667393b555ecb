/**
 * What the command line needs from the terminal and from the program it is part of, so that every command can be tested whole.
 */
import type { MonotonicClock } from "../kit/delay.ts";
import type { VersionFacts } from "../platform/process/version.ts";
import type { CliClient } from "../client/client.ts";
import type { GatherFacts } from "./doctor/facts.ts";
import type { JournalDeps } from "./journal_tools.ts";
import type { CheckPeer } from "../ports/peer_check.ts";
import type { CheckPullpiri } from "../ports/pullpiri_check.ts";
import type { ReplayText } from "../ports/replay.ts";

/** The terminal, or what stands in for it. */
export interface CliIo {
  /** Writes text as it is; the caller ends its lines. */
  stdout(text: string): void;
  stderr(text: string): void;
  /**
   * Writes to standard error what moves its cursor; whatever came from outside went through `oneLine` before. Only where standard
   * error is a terminal. Default: nothing.
   */
  control?(text: string): void;
  /** Not set = there is no terminal that could be taken as a whole. */
  readonly screen?: ScreenIo;
  /** Whether standard output is a terminal: only then is it coloured and cut to `columns`. */
  readonly isTTY: boolean;
  /** Whether standard error is one: only then is progress shown. Default false. */
  readonly isStderrTTY?: boolean;
  /** Width of the terminal. */
  readonly columns: number;
  /** The text of a file; rejects when it cannot be read. */
  readFile(path: string): Promise<string>;
  /** Everything on standard input. */
  stdin(): Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user has had enough (Ctrl-C). */
  readonly signal: AbortSignal;
  /** Wall time, milliseconds since 1970: ages are told by it. */
  nowMs(): number;
  /** Deadlines are kept by it. */
  readonly clock: MonotonicClock;
}

/** The whole screen of a terminal. */
export interface ScreenIo {
  /** Takes the screen and the keyboard; disposing gives them back. */
  enter(): Disposable;
  /** Lines from the top, none longer than the screen. */
  draw(lines: readonly string[]): void;
  size(): { readonly columns: number; readonly rows: number };
  /** Keys as they are pressed: characters, or names such as `up`, `enter`, `escape`, `ctrl-c`. Ends when the signal aborts. */
  keys(signal: AbortSignal): AsyncIterable<string>;
}

/** One thing that is wrong with a configuration, or the summary of one that is right. */
export interface ConfigVerdict {
  readonly isValid: boolean;
  /** Lines for people: what is wrong and where, or what was checked. */
  readonly lines: readonly string[];
}

/** Every setting in force, in the order of the reference; secrets are hidden. */
export type ShownConfig =
  | { readonly kind: "invalid"; readonly problems: readonly string[] }
  | { readonly kind: "valid"; readonly settings: readonly ShownSetting[] };

export interface ShownSetting {
  readonly key: string;
  /** As it may be written in the file. */
  readonly text: string;
  /** The file with its line, the variable, the flag, or `default`. */
  readonly origin: string;
  readonly isDefault: boolean;
}

/** Places that a configuration names and that are written to. */
export interface ConfiguredPlaces {
  readonly stateDir: string;
  /** Where the State Manager is reached. */
  readonly address: string;
  /** Unix sockets to listen at and to connect to. */
  readonly sockets: readonly string[];
}

/** Where the configuration is found: the certificates for an address with TLS are named there. */
export interface Configured {
  /** Not set = at its default place. */
  readonly configPath: string | undefined;
  readonly env: CliIo["env"];
}

/** The rest of the program, as far as the commands use it. */
export interface CliDeps {
  /** Name, version and runtime, one line. */
  readonly version: string;
  /** The same for programs, as it is printed. */
  readonly versionFacts: VersionFacts;
  /** Opens a connection, lazily: an address that does not answer shows with the first call. Rejects a malformed address. */
  connect(address: string, configured: Configured): Promise<CliClient>;
  /** Checks the configuration at `path`, or at its default place. */
  checkConfig(path: string | undefined, env: CliIo["env"]): Promise<ConfigVerdict>;
  /** Checks workload definitions: these files, or all of the configuration's directory. */
  checkWorkloads(
    files: readonly string[],
    configPath: string | undefined,
    env: CliIo["env"],
  ): Promise<ConfigVerdict>;
  showConfig(path: string | undefined, env: CliIo["env"]): Promise<ShownConfig>;
  journal(): Promise<JournalDeps>;
  /** Not set where the program cannot replay: in tests of other commands. */
  readonly replay?: ReplayText;
  /** Not set where the program cannot check peers: in tests of other commands. */
  readonly checkPeer?: CheckPeer;
  /** Not set where the program knows nothing of Pullpiri: in tests of other commands. */
  readonly checkPullpiri?: CheckPullpiri;
  /** Looks at everything that `doctor` judges. */
  readonly gatherFacts: GatherFacts;
  /** Gives back every permission to write but that for these files, sockets and directories. */
  limitWrites(places: readonly string[]): void;
  /** Undefined where the configuration is not valid: the command itself says what is wrong. */
  configuredPlaces(configPath: string | undefined, env: CliIo["env"]): Promise<ConfiguredPlaces | undefined>;
}
