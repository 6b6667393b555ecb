import assert from "node:assert/strict";
import { formatConfig, writeConfigFile } from "../../../src/node/config_file.ts";
import { TempDir } from "../../support/temp_dir.ts";

const ODD = { b: 'a "quote", a $(command), a `tick`, a \\ and\na second line', a: "1" };

Deno.test("formatConfig() is the same for the same configuration, and JSON of it again", () => {
  const text = formatConfig(ODD, "json");
  assert.deepEqual(JSON.parse(text), ODD);
  assert.equal(formatConfig({ a: ODD.a, b: ODD.b }, "json"), text);
});

Deno.test("formatConfig() as env is what a shell reads as the same values, and nothing is carried out", async () => {
  using dir = new TempDir();
  const path = dir.write("env", formatConfig(ODD, "env"));
  const script = '. "$1"; printf "%s|%s" "$a" "$b"';
  const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", script, "sh", path] }).output();
  assert.equal(new TextDecoder().decode(stdout), `1|${ODD.b}`);
});

Deno.test("writeConfigFile() keeps the file of a process in its directory, and mounts that of a container from there", () => {
  using dir = new TempDir();
  const options = { config: { a: "1" }, directory: dir.path };
  const relative = writeConfigFile({ path: "conf/a.json", format: "json" }, {
    ...options,
    runtime: "process",
  });
  assert.deepEqual(relative, { path: dir.file("conf/a.json"), hostPath: dir.file("conf/a.json") });
  const mounted = writeConfigFile({ path: "/etc/a.json", format: "json" }, {
    ...options,
    runtime: "container",
  });
  assert.deepEqual(mounted, { path: "/etc/a.json", hostPath: dir.file("config") });
});
