import type { ChildProcess } from "node:child_process";
import type { ServerWritableStream } from "@grpc/grpc-js";

/** Converts the output and the exit code of a process to messages. */
interface Messages<Response> {
  stdout(bytes: Buffer): Response;
  stderr(bytes: Buffer): Response;
  exit(code: number): Response | Error | undefined;
}

/** Streams the output of a process, then its exit code. If the engine cancels the call, the process is killed. */
export function stream<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  start: () => ChildProcess,
  messages: Messages<Response>,
): void {
  // `destroy` would not send a status, and the CLI would wait for it forever.
  const fail = (error: unknown) => call.emit("error", error);
  let child: ChildProcess;
  try {
    child = start();
  } catch (error) {
    fail(error);
    return;
  }
  call.on("cancelled", () => child.kill());
  child.stdout?.on("data", (bytes: Buffer) => call.write(messages.stdout(bytes)));
  child.stderr?.on("data", (bytes: Buffer) => call.write(messages.stderr(bytes)));
  child.once("error", fail);
  child.once("close", (code) => {
    const last = messages.exit(code ?? 128);
    if (last instanceof Error) return fail(last);
    if (last !== undefined) call.write(last);
    call.end();
  });
}
