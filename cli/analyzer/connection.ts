import * as grpc from "@grpc/grpc-js";
import { type PackProcess, type ProcessOptions, startProcess } from "./process";

// A stack of 20,000 resources is one message; this is the SDK's own limit.
const maxMessageBytes = 400 * 1024 * 1024;

/** A pack's process, and the connection to it. */
export class Connection {
  private readonly client: grpc.Client;

  private constructor(readonly process: PackProcess) {
    this.client = new grpc.Client(`127.0.0.1:${process.port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.max_send_message_length": maxMessageBytes,
    });
  }

  /** Starts the pack in a folder. */
  static async open(folder: string, options: ProcessOptions): Promise<Connection> {
    return new Connection(await startProcess(folder, options));
  }

  /** Calls one method of the protocol; bytes are a request that was serialized before. */
  call<Answer>(
    method: { path: string; responseDeserialize: (bytes: Buffer) => Answer },
    request: Uint8Array | { serializeBinary(): Uint8Array },
  ): Promise<Answer> {
    const bytes = Buffer.from("serializeBinary" in request ? request.serializeBinary() : request);
    return new Promise((resolve, reject) => {
      const done: grpc.requestCallback<Answer> = (error, answer) =>
        error ? this.explain(error).then(reject) : resolve(answer as Answer);
      this.client.makeUnaryRequest(
        method.path,
        (same: Buffer) => same,
        method.responseDeserialize,
        bytes,
        done,
      );
    });
  }

  /** Ends the pack's process. */
  async close(): Promise<void> {
    this.client.close();
    await this.process.stop();
  }

  /** A lost connection has no reason; the end of the pack's process has one. */
  private async explain(error: grpc.ServiceError): Promise<Error> {
    const message = error.code === grpc.status.UNAVAILABLE ? await this.process.stop() : error.details;
    return new Error(message, { cause: error });
  }
}
