/** docs/screens.md is what the program prints: taken again from the demo's car, and compared without what changes from run to run. */
import assert from "node:assert/strict";
import { NODES } from "../../scripts/demo.d/fleet.ts";
import { breakCar, CAR_SETTINGS } from "../../scripts/screenshots.d/broken_car.ts";
import { screensIn, takeScreens, withoutMoment } from "../../scripts/screenshots.d/screens.ts";
import { startCar } from "../support/instances/car.ts";
import { missingTerminal } from "../support/program/terminal.ts";
import { testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

testIf("the screens of the documentation are those of the program", missingTerminal(), async () => {
  using dir = new TempDir();
  await using car = await startCar({
    dir: dir.path,
    nodes: NODES,
    settings: CAR_SETTINGS,
  });
  await breakCar(car.manager);
  const documented = screensIn(Deno.readTextFileSync(new URL("../../docs/screens.md", import.meta.url)));
  const { client: { address }, configPath } = car.manager;
  for (const { command, text } of await takeScreens({ address, config: configPath, dir: dir.path })) {
    const before = documented.get(command) ?? "";
    assert.equal(
      withoutMoment(text),
      withoutMoment(before),
      `${command}: scripts/screenshots --screens writes docs/screens.md anew`,
    );
    // describe leaves it to the terminal to break a long sentence.
    if (command.startsWith("describe")) continue;
    for (const line of text.split("\n")) {
      assert.ok([...line].length <= 80, `${command}: wider than the terminal: ${line}`);
    }
  }
  assert.ok(documented.size >= 7);
});
