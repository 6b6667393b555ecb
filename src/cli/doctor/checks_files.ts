/** Certificates, keys and the password. Pure. */
import { timeText } from "../format/age.ts";
import type { ClockFacts, PasswordFacts, PemFacts } from "./facts.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const DAY_MS = 86_400_000;
/** Time that a new certificate may take to get to a vehicle. */
const SOON_MS = 30 * DAY_MS;
/** Anybody but the owner and the group. */
const OTHERS = 0o007;
const REPLACE = "Replace it: the State Manager takes the new one over by itself.";
const READ_AS_USER =
  "It must be readable by the user of the State Manager; check the path and the rights (ls -l).";

export function checkCertificates(pems: readonly PemFacts[], clock: ClockFacts): readonly Finding[] {
  return pems.map((pem) => checkPem(pem, clock));
}

function checkPem({ setting, path, found }: PemFacts, { nowMs }: ClockFacts): Finding {
  const check = setting;
  switch (found.kind) {
    case "unreadable":
      return problem(check, `${path} cannot be read: ${found.message}`, READ_AS_USER);
    case "malformed":
      return problem(check, `${path}: ${found.message}`, "It must be PEM text: -----BEGIN ... -----END.");
    case "key":
      if (found.fits === false) {
        const certificate = setting.replace(/key_file$/, "cert_file");
        const advice = `${certificate} and ${setting} must be made together: put both in place again.`;
        return problem(check, `${path} is not the key of ${certificate}`, advice);
      }
      if ((found.mode & OTHERS) !== 0) {
        return warning(
          check,
          `${path} can be read by everybody (${modeText(found.mode)})`,
          `chmod 640 ${path}`,
        );
      }
      return ok(check, `${path}: ${found.fits === true ? "fits the certificate" : "readable"}`);
    case "certificates":
      break;
  }
  const worst = found.certificates.toSorted((a, b) => a.validToMs - b.validToMs)[0];
  if (worst === undefined) {
    return problem(check, `${path} has no certificate in it`, "Put the PEM file in place again.");
  }
  const early = found.certificates.find(({ validFromMs }) => validFromMs > nowMs);
  const name = `${path} (${worst.subject})`;
  if (worst.validToMs < nowMs) {
    return problem(
      check,
      `${name} expired at ${timeText(worst.validToMs)}`,
      REPLACE,
    );
  }
  if (early !== undefined) {
    const advice = "Is the clock right? Else wait, or replace it.";
    return problem(
      check,
      `${path} (${early.subject}) is not valid before ${timeText(early.validFromMs)}`,
      advice,
    );
  }
  const days = Math.floor((worst.validToMs - nowMs) / DAY_MS);
  if (worst.validToMs < nowMs + SOON_MS) {
    return warning(check, `${name} expires in ${days} days`, REPLACE);
  }
  return ok(check, `${name}: valid for ${days} days`);
}

export function checkPassword(facts: PasswordFacts | undefined): readonly Finding[] {
  if (facts === undefined) return [];
  const check = "etcd.password_file";
  const { path, found } = facts;
  if (found.kind === "unreadable") {
    return [problem(check, `${path} cannot be read: ${found.message}`, READ_AS_USER)];
  }
  if (found.isEmpty) {
    return [problem(check, `${path}: its first line is empty`, "Write the password of etcd.username there.")];
  }
  if ((found.mode & OTHERS) !== 0) {
    return [
      problem(check, `${path} can be read by everybody (${modeText(found.mode)})`, `chmod 640 ${path}`),
    ];
  }
  return [ok(check, `${path}: readable, mode ${modeText(found.mode)}`)];
}

function modeText(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}
