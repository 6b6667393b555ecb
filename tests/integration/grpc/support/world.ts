/** The environment of the gRPC tests: the HTTP/2 of this project and real time. */
import "../../../support/http2/settled.ts";
import { SystemClock } from "../../../../src/platform/process/clock.ts";
import { SystemRandom } from "../../../../src/platform/process/random.ts";

export const clock = new SystemClock();
export const random = new SystemRandom();
