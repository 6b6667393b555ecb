import assert from "node:assert/strict";
import { renderTable, type TableInput } from "../../../scripts/demo.d/table.ts";
import { serviceOf } from "../../support/domain.ts";

const LIDAR = serviceOf({
  id: "sensor/lidar",
  spec: { version: "1.0.0" },
  status: {
    ...{ state: "Failed", node: "front", replicas: 1, restarts: 3, stateSinceMs: 1_000 },
    lastReason: "replica 0 of 1 ended by signal 9\x1b[2J, which is a long story\nin two lines",
  },
});

function input(change: Partial<TableInput>): TableInput {
  return {
    resources: ["sensor/lidar", "drive/planner"],
    services: new Map([["sensor/lidar", LIDAR]]),
    title: "demo",
    messages: Array.from({ length: 50 }, (_, at) => `message ${at}`),
    ...{ nowMs: 66_000, columns: 80, rows: 24, hasColor: false },
    ...change,
  };
}

for (const [columns, rows] of [[80, 24], [120, 40], [40, 4], [20, 2]] as const) {
  Deno.test(`the table fits a terminal of ${columns} by ${rows}`, () => {
    const lines = renderTable(input({ columns, rows }));
    assert.ok(lines.length <= Math.max(rows, 4), `${lines.length} lines`);
    for (const line of lines) assert.ok([...line].length <= columns, line);
    // deno-lint-ignore no-control-regex -- what a service says must not reach the terminal as a command
    for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f]/);
  });
}

Deno.test("a row says state, age, restarts, node and reason", () => {
  const row = renderTable(input({ columns: 120 })).find((line) => line.startsWith("sensor/lidar"));
  assert.match(
    row ?? "",
    /^sensor\/lidar +Failed +65s +3 front +0\/1 +1\.0\.0 +replica 0 of 1 ended by signal 9/,
  );
});

Deno.test("the newest messages are at the bottom", () => {
  assert.equal(renderTable(input({})).at(-1)?.trim(), "message 49");
});
