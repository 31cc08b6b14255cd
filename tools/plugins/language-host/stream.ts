import type { ChildProcess } from "node:child_process";
import type { ServerWritableStream } from "@grpc/grpc-js";

/** How the output and the end of a process become messages. */
interface Messages<Response> {
  stdout(bytes: Buffer): Response;
  stderr(bytes: Buffer): Response;
  exit(code: number): Response | Error | undefined;
}

/** Streams what a process writes, then how it ended. The process ends when the engine drops the call. */
export function stream<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  start: () => ChildProcess,
  messages: Messages<Response>,
): void {
  // A destroyed stream sends no status, and the CLI would wait for one forever.
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
