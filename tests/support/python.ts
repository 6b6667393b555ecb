/** Python with grpcio and grpcio-tools, where there is one: on PATH as python3, or named by PYTHON. */

export const PYTHON: string = Deno.env.get("PYTHON") ?? "python3";

export const missingPythonGrpc: string | undefined = (() => {
  try {
    const { success } = new Deno.Command(PYTHON, {
      args: ["-c", "import grpc, grpc_tools"],
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success ? undefined : `${PYTHON} has no grpcio and grpcio-tools`;
  } catch {
    return `${PYTHON} is not on PATH`;
  }
})();
