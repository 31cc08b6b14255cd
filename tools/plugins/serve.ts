import * as grpc from "@grpc/grpc-js";

/**
 * Serves a plugin's gRPC service as the CLI expects it: on a free local port, which is printed as the first line on
 * stdout. The CLI ends the process when it no longer needs it.
 */
export async function serve(service: grpc.ServiceDefinition, server: grpc.UntypedServiceImplementation) {
  const host = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  host.addService(service, server);
  const port = await new Promise<number>((resolve, reject) =>
    host.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  process.stdout.write(`${port}\n`);
}

/** Handles a unary call: responds with the value that the function returns or the error that it throws. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await answer(call.request));
    } catch (error) {
      const { message } = error as Error;
      callback({ code: grpc.status.UNKNOWN, details: message, message });
    }
  };
}
