/** What the tests of gRPC stand on: the HTTP/2 of this project and real time. */
import { installHttp2 } from "../../../../src/http2/face/install.ts";
import { SystemClock } from "../../../../src/platform/process/clock.ts";
import { SystemRandom } from "../../../../src/platform/process/random.ts";

installHttp2();

export const clock = new SystemClock();
export const random = new SystemRandom();
