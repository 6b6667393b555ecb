/** Processes that do not outlive who started them, even when that is killed with SIGKILL and can no longer end them. */

let setpriv: boolean | undefined;

/**
 * The command line that starts `command` so that the kernel ends it with the thread that started it. Where setpriv is missing it
 * is `command` itself, without that safety. The process keeps its id: it becomes `command`.
 */
export function boundCommand(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  setpriv ??= canBind();
  return setpriv ? ["setpriv", "--pdeathsig", "KILL", ...command] : command;
}

function canBind(): boolean {
  try {
    const args = ["--pdeathsig", "KILL", "true"];
    return new Deno.Command("setpriv", { args, stdin: "null", stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}
