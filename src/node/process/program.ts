/** Whether a program is there and can be started, as far as its file says. */
import { messageOf } from "../../kit/errors.ts";
import { type DriverResult, failed } from "../driver.ts";

/** Why this program cannot be started; undefined = nothing speaks against it. */
export function programProblem(path: string): DriverResult<never> | undefined {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return failed("program-missing", `The program ${path} does not exist`);
    }
    return failed("refused", `The program ${path} cannot be reached: ${messageOf(error)}`);
  }
  if (!info.isFile) return failed("program-broken", `${path} is no file and cannot be started`);
  if (((info.mode ?? 0) & 0o111) === 0) {
    return failed("program-broken", `The program ${path} is not executable; chmod +x makes it so`);
  }
  return undefined;
}
