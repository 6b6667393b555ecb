/** Everything that `doctor` finds, from what is known. Pure. */
import { checkCertificates, checkPassword } from "./checks_files.ts";
import { checkEtcd } from "./checks_etcd.ts";
import { checkClock, checkJournal, checkLock, checkStateDir } from "./checks_machine.ts";
import { checkDaemon, checkPeers } from "./checks_service.ts";
import type { ConfigFacts, DoctorFacts } from "./facts.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** In the order in which they are worth reading: what is below may follow from what is above. */
export function checkAll({ config, machine }: DoctorFacts): readonly Finding[] {
  const first = checkConfiguration(config);
  if (machine === undefined) {
    return [...first, warning("everything else", "not looked at: it needs a valid configuration")];
  }
  return [
    ...first,
    ...checkStateDir(machine.stateDir),
    ...checkJournal(machine.journal, machine.clock.nowMs),
    ...checkLock(machine.lock),
    ...checkClock(machine.clock),
    ...checkCertificates(machine.pems, machine.clock),
    ...checkPassword(machine.password),
    ...checkDaemon(machine),
    ...checkPeers(machine.peers),
    ...checkEtcd(machine),
  ];
}

function checkConfiguration(config: ConfigFacts): readonly Finding[] {
  if (config.kind === "valid") {
    return [ok("configuration", `${config.file ?? "defaults and environment"}: valid`)];
  }
  return config.problems.map((text) =>
    problem("configuration", text, "Mend it; `statemanagerd config check` says when it is right.")
  );
}
