/**
 * What a program could do that has taken over the State Manager: tried for real, from where the unit puts it. In Perl, which
 * every Debian has, because the smallest image has no other language that can make a system call.
 */
import type { Machine } from "./booted.ts";

/** Numbers of system calls that Perl has no function for. */
const CALLS = {
  x86_64: {
    mount: 165,
    unshare: 272,
    clock_settime: 227,
    init_module: 175,
    mknodat: 259,
    sethostname: 170,
    sched_setscheduler: 144,
    personality: 135,
    ptrace: 101,
    syslog: 103,
  },
  aarch64: {
    mount: 40,
    unshare: 97,
    clock_settime: 112,
    init_module: 105,
    mknodat: 33,
    sethostname: 161,
    sched_setscheduler: 119,
    personality: 92,
    ptrace: 117,
    syslog: 116,
  },
} as const satisfies Record<typeof Deno.build.arch, Readonly<Record<string, number>>>;

interface Attempt {
  /** Perl that is true when it worked; `call` is a system call, `$mine` a directory it may write to. */
  readonly perl: string;
  /** Whether root may do it in the same machine without the unit: only then does the refusal prove something. */
  readonly isFreeElsewhere: boolean;
  /** Whether the unit would refuse it to root as well. */
  readonly isRefusedToRoot: boolean;
}

const free = (perl: string): Attempt => ({ perl, isFreeElsewhere: true, isRefusedToRoot: true });
/** A container refuses it to everyone: the attempt shows that the unit does not open it again, no more. */
const closed = (perl: string): Attempt => ({ perl, isFreeElsewhere: false, isRefusedToRoot: true });

/** What has to be refused. */
export const FORBIDDEN: Readonly<Record<string, Attempt>> = {
  "write to /etc": free(`open $f, '>', '/etc/probe'`),
  "write to /usr": free(`open $f, '>', '/usr/probe'`),
  "write to its own program": free(`open $f, '>>', '/usr/bin/statemanagerd'`),
  "write to its own configuration": free(`open $f, '>>', '/etc/piccolo/statemanager.yaml'`),
  "write to the state of others": free(`open $f, '>', '/var/lib/probe'`),
  "see the homes of people": free(`-e '/home/somebody/secret'`),
  "see the home of root": free(`-e '/root/secret'`),
  "see the temporary files of others": free(`-e '/tmp/of-others'`),
  // What is hidden is what the own user may not look into.
  "see the processes of others": {
    ...free(`grep { m{/(\\d+)$} && $1 != $$ && $1 != getppid } glob '/proc/[0-9]*'`),
    isRefusedToRoot: false,
  },
  "read the environment of process 1": free(`open($f, '<', '/proc/1/environ') && defined(readline $f)`),
  "trace a process": free(`trace_child()`),
  "mount": free(`call('mount', 'none', '/mnt', 'tmpfs', 0, 0)`),
  "leave its root directory": free(`chroot '/'`),
  "make a device": free(`call('mknodat', -100, "$mine/device-$$", 020666, 0x103)`),
  "make a user namespace": free(`in_child(sub { call('unshare', 0x10000000) })`),
  "make a mount namespace": free(`in_child(sub { call('unshare', 0x20000) })`),
  "open a packet socket": free(`socket($s, 17, 3, 0)`),
  "open a raw socket": free(`socket($s, 2, 3, 1)`),
  "open a netlink socket": free(`socket($s, 16, 3, 0)`),
  "make a program setuid": free(`open($f, '>', "$mine/setuid-$$") && chmod(04755, "$mine/setuid-$$")`),
  "change the name of the host": free(`call('sethostname', 'vehicle', 7)`),
  "change its priority": free(`setpriority(0, 0, 1)`),
  "change its personality": free(`in_child(sub { call('personality', 0x40000) })`),
  "take a real-time priority": closed(`call('sched_setscheduler', 0, 1, pack('i', 1))`),
  "move to another control group": closed(
    `open $f, '>', (glob '/sys/fs/cgroup{/systemd,}/cgroup.procs')[0]`,
  ),
  "set the clock": closed(`call('clock_settime', 0, pack('qq', time, 0))`),
  "load a module": closed(`call('init_module', 'x', 1, '')`),
  "change the kernel's settings": closed(`open $f, '>', '/proc/sys/kernel/panic'`),
  "read the memory of the kernel": closed(`open($f, '<', '/proc/kcore') && sysread($f, $b, 1)`),
  "read the log of the kernel": closed(`call('syslog', 3, ' ' x 100, 100)`),
};

/** What it needs, and therefore may do. */
export const NEEDED: Readonly<Record<string, Attempt>> = {
  "write to its state": free(`open $f, '>', '/var/lib/statemanager/probe'`),
  "write to its runtime directory": free(`open $f, '>', '/run/statemanager/probe'`),
  "write to a /tmp of its own": free(`open $f, '>', '/tmp/probe'`),
  "read its configuration": free(`open $f, '<', '/etc/piccolo/statemanager.yaml'`),
  "speak TCP": free(`socket($s, 2, 1, 0)`),
  "open local sockets": free(`socket($s, 1, 1, 0)`),
};

function perl(): string {
  const numbers = Object.entries(CALLS[Deno.build.arch]).map(([name, number]) => `${name} => ${number}`);
  const attempts = Object.entries({ ...FORBIDDEN, ...NEEDED }).map(([name, { perl }]) =>
    `attempt("${name}", sub { ${perl} });`
  );
  return `use strict;
$| = 1;
my %sys = (${numbers.join(", ")});
our ($f, $s, $b);
my $mine = '/var/lib/statemanager';
# Perl wants strings that can be changed.
sub call {
  my ($name, @arguments) = @_;
  return syscall($sys{$name}, @arguments) != -1;
}
# Exit code of a child that does it, so that what it changes is not there for what comes next.
sub in_child {
  my ($do) = @_;
  my $pid = fork // die "fork: $!";
  if (!$pid) { my $ok = $do->(); exit($ok ? 0 : $! + 0) }
  waitpid $pid, 0;
  $! = $? >> 8;
  return !$?;
}
sub trace_child {
  my $pid = fork // die "fork: $!";
  if (!$pid) { sleep 60; exit }
  my $ok = call('ptrace', 16, $pid, 0, 0);
  my $error = $! + 0;
  kill 'KILL', $pid;
  waitpid $pid, 0;
  $! = $error;
  return $ok;
}
sub attempt {
  my ($name, $do) = @_;
  $! = 0;
  my $ok = $do->();
  print "$name\\t", ($ok ? 'done' : "$!" || 'not there'), "\\n";
}
${attempts.join("\n")}
`;
}

/** How each attempt ended, by its name: `done`, or why not. */
export type Outcomes = ReadonlyMap<string, string>;

const SCRIPT = "/usr/local/lib/probe.pl";
const RESULT = "/run/probe-result";

/** Puts what others have onto the machine, and the program that looks for it. */
export function prepareProbe(machine: Machine): void {
  machine.write(SCRIPT, perl());
  for (const path of ["/home/somebody/secret", "/root/secret", "/tmp/of-others"]) machine.write(path, "");
}

/** Runs it once as a service that consists of these lines; `unit` may be one that has lines already. */
export async function probe(
  machine: Machine,
  unit: string,
  lines: readonly string[] = [],
): Promise<Outcomes> {
  machine.write(
    `/run/systemd/system/${unit}.d/probe.conf`,
    [
      ...["[Service]", "Type=oneshot", "Restart=no", "WatchdogSec=0", `StandardOutput=truncate:${RESULT}`],
      ...["ExecStart=", `ExecStart=/usr/bin/perl ${SCRIPT}`, ...lines, ""],
    ].join("\n"),
  );
  machine.write(RESULT, "");
  await machine.ok("systemctl", "daemon-reload");
  await machine.ok("systemctl", "start", unit);
  const result = machine.read(RESULT).trim().split("\n").map((line) => line.split("\t"));
  return new Map(result.map(([name = "", outcome = ""]) => [name, outcome]));
}
