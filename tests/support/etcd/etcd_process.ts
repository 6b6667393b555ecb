/** The command line of one etcd process of a test. Which arguments it gets beside, and when it counts as healthy, is left to its cluster. */
import { join } from "node:path";
import { Process } from "../process.ts";

export interface EtcdProcessOptions {
  /** The directory with etcd. */
  readonly programs: string;
  readonly args: readonly string[];
  /** How much longer every fsync and fdatasync takes, milliseconds; needs strace. Default 0. */
  readonly fsyncDelayMs?: number;
}

/** A clean environment: etcd and etcdctl take every flag from ETCD_* and ETCDCTL_* too. */
export function cleanEnv(): Record<string, string> {
  return {
    PATH: Deno.env.get("PATH") ?? "",
    // Without it etcd 3.4 refuses to start on this architecture.
    ...Deno.build.arch === "aarch64" ? { ETCD_UNSUPPORTED_ARCH: "arm64" } : {},
  };
}

/** The process is etcd itself, under strace as well. */
export function startEtcd({ programs, args, fsyncDelayMs = 0 }: EtcdProcessOptions): Process {
  // -D makes the tracer the descendant: the process that was started becomes etcd.
  const slow = ["strace", "-D", "-f", "-q", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"];
  const inject = ["-e", `inject=fsync,fdatasync:delay_enter=${fsyncDelayMs * 1_000}`];
  return new Process([...fsyncDelayMs === 0 ? [] : [...slow, ...inject], join(programs, "etcd"), ...args], {
    clearEnv: true,
    env: cleanEnv(),
  });
}
