/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/** Runs the schedules that it is sent, one after the other, and answers with their results. */
import type { Schedule } from "../../tests/support/simulation/model.ts";
import { simulate } from "../../tests/support/simulation/simulate.ts";

self.onmessage = ({ data }: MessageEvent<Schedule>) => {
  void simulate(data).then((result) => self.postMessage(result));
};
