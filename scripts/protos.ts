/** The .proto files, as protobufjs reads them. */
import { join, relative } from "node:path";
import protobuf from "protobufjs";

export const PROTO_DIR: string = join(import.meta.dirname ?? ".", "..", "proto");

/** Whatever lies below `dir`, sorted. */
export function filesUnder(dir: string, suffix: string): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(dir)) {
    const path = join(dir, entry.name);
    if (entry.isDirectory) found.push(...filesUnder(path, suffix));
    else if (entry.name.endsWith(suffix)) found.push(path);
  }
  return found.sort();
}

/** The interfaces of Pullpiri: generated for themselves, since a daemon without that adapter loads nothing of them. */
const PULLPIRI = "pullpiri/";

/** By their names as other files import them. */
export function protoFiles(): string[] {
  return allFiles().filter((name) => !name.startsWith(PULLPIRI));
}

/** The same for the interfaces of Pullpiri. */
export function pullpiriProtoFiles(): string[] {
  return allFiles().filter((name) => name.startsWith(PULLPIRI));
}

function allFiles(): string[] {
  return filesUnder(PROTO_DIR, ".proto").map((path) => relative(PROTO_DIR, path));
}

export function loadProtos(
  protos: readonly string[],
  { keepCase }: { readonly keepCase: boolean },
): protobuf.Root {
  const tree = new protobuf.Root();
  tree.resolvePath = (_origin, target) =>
    target.startsWith("google/protobuf/") ? target : join(PROTO_DIR, target);
  tree.loadSync([...protos], { keepCase });
  tree.resolveAll();
  return tree;
}
