/** What counts as the same screen of the command line, and what as another one. */
import assert from "node:assert/strict";
import { renderScreens, screensIn, withoutMoment } from "../../../scripts/screenshots.d/screens.ts";

const SCREEN = `NAME           STATE   READY  NODE   AGE  REASON
sensor/lidar   Failed  0/1    front  9s   isolated: Isolated after repea…
Times: 12:28:12.481? #109, 1.5 s, 474 KiB, up to 10m, (exit code 1)
warning  clock             2026-11-30 12:28:24Z, not known to be synchronised
                           -> Times in the history carry a question mark.
ok       State Manager     127.0.0.1:45329: ready, version 0.1.0, revision 130,
                           15 services
no problems, 2 warnings
`;
const LATER = `NAME           STATE   READY  NODE  AGE   REASON
sensor/lidar   Failed  0/2    rear  119s  isolated: Isolated after r…
Times: 09:01:02.003 #7, 12 s, 9 MiB, up to 1h, (exit code 78)
ok       clock             2027-01-01 00:00:00Z, synchronised
ok       State Manager     127.0.0.1:4: ready, version 0.1.0, revision 9, 3 services
no problems, 1 warning
`;

Deno.test("a screen that was taken at another time, on another computer, is the same", () => {
  assert.equal(withoutMoment(LATER), withoutMoment(SCREEN));
});

Deno.test("another word, column, state or reason is another screen", () => {
  for (
    const [before, after] of [["Failed", "Running"], ["READY", "UP"], ["isolated:", "away:"], [
      "exit code",
      "code",
    ]]
  ) {
    const changed = SCREEN.replace(before ?? "", after ?? "");
    assert.notEqual(withoutMoment(changed), withoutMoment(SCREEN), `${before}`);
  }
});

Deno.test("what the document has of a screen is the screen", () => {
  const screens = [{ command: "get", about: "All.", text: SCREEN }, {
    command: "top --once",
    about: "Live.",
    text: LATER,
  }];
  assert.deepEqual([...screensIn(renderScreens(screens))], [["get", SCREEN], ["top --once", LATER]]);
});
