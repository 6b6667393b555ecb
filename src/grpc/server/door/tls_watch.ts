/**
 * The certificate files of this program while it runs: they are read again when they change, and their expiry is told in time.
 *
 * I1  What cannot be read, is no certificate, or has a key that does not fit, changes nothing: the former files stay in force, and the log
 *     says why.
 * I2  As material it always is what is in force: whoever reads it anew for each connection has the files of that moment.
 */
import { X509Certificate } from "node:crypto";
import { every } from "../../../kit/delay.ts";
import { messageOf } from "../../../kit/errors.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Log } from "../../../ports/log.ts";
import { namesOfCertificate, nodesOfCertificate } from "../../certificate_names.ts";
import { checkTls, expiryMs, isSameTls, readTls, type TlsFiles, type TlsMaterial } from "../../tls.ts";

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** From here on the expiry is a warning, once a day. */
const WARN_BEFORE_MS = 30 * DAY_MS;

export interface TlsWatchOptions {
  readonly files: TlsFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** How often the files are read, milliseconds. Default: once a minute. */
  readonly everyMs?: number;
}

export class TlsWatch implements Disposable, TlsMaterial {
  readonly #options: TlsWatchOptions;
  readonly #timer: { cancel(): void };
  readonly #listeners: ((material: TlsMaterial) => void)[] = [];
  #material: TlsMaterial;
  #warnedAtMs = -Infinity;
  #onExpiry: ((text: string) => void) | undefined;

  /** Throws an Error when the files cannot be used. */
  constructor(options: TlsWatchOptions) {
    this.#options = options;
    this.#material = readTls(options.files);
    checkTls(this.#material);
    this.#warn();
    this.#timer = every(options.clock, options.everyMs ?? LOOK_EVERY_MS, {
      call: () => this.#look(),
      onError: (error) => options.log.error("Cannot take over the certificates", { error: messageOf(error) }),
    });
  }

  get material(): TlsMaterial {
    return this.#material;
  }

  /** I2. */
  get ca(): TlsMaterial["ca"] {
    return this.#material.ca;
  }

  get cert(): TlsMaterial["cert"] {
    return this.#material.cert;
  }

  get key(): TlsMaterial["key"] {
    return this.#material.key;
  }

  /** The nodes that the certificate speaks for. */
  get nodes(): readonly string[] {
    return nodesOfCertificate(namesOfCertificate(new X509Certificate(this.#material.cert).raw));
  }

  /** Until the certificate expires, seconds; negative = it has. */
  get leftSeconds(): number {
    return Math.round((expiryMs(this.#material) - this.#options.clock.wallMs()) / 1_000);
  }

  onChange(listener: (material: TlsMaterial) => void): void {
    this.#listeners.push(listener);
  }

  /** Called once a day while the expiry is near or over, for the first time at once. */
  onExpiry(listener: (text: string) => void): void {
    this.#onExpiry = listener;
    this.#warnedAtMs = -Infinity;
    this.#warn();
  }

  [Symbol.dispose](): void {
    this.#timer.cancel();
  }

  /** I1: what throws here is logged by the timer. */
  #look(): void {
    const found = readTls(this.#options.files);
    if (!isSameTls(found, this.#material)) {
      checkTls(found);
      for (const listener of this.#listeners) listener(found);
      this.#material = found;
      this.#options.log.info("Certificates taken over", { expires: this.#expires() });
      this.#warnedAtMs = -Infinity;
    }
    this.#warn();
  }

  #warn(): void {
    const { clock, log, files } = this.#options;
    const leftMs = expiryMs(this.#material) - clock.wallMs();
    const nowMs = clock.monotonicMs();
    if (leftMs > WARN_BEFORE_MS || nowMs - this.#warnedAtMs < DAY_MS) return;
    this.#warnedAtMs = nowMs;
    const days = Math.floor(leftMs / DAY_MS);
    const message = days < 0 ? "The certificate has expired" : "The certificate expires soon";
    log.warn(message, { file: files.certFile, expires: this.#expires(), days });
    const what = days < 0 ? `expired ${-days} days ago` : `expires in ${days} days`;
    this.#onExpiry?.(`The certificate ${files.certFile} ${what}, at ${this.#expires()}: replace it`);
  }

  #expires(): string {
    return new Date(expiryMs(this.#material)).toISOString();
  }
}

/** The figures of the certificate, by Prometheus name. */
export function certificateFigures(watch: TlsWatch | undefined): Readonly<Record<string, number>> {
  return watch === undefined ? {} : { statemanager_tls_certificate_left_seconds: watch.leftSeconds };
}
