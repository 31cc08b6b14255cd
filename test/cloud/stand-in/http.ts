import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** A request as a route sees it: the values of the path's `{names}`, and the body. */
export interface Call {
  params: Record<string, string>;
  body: Buffer;
  /** The body as JSON. Its type isn't checked. */
  json<T>(): T;
}

/** A route's response: bytes, an object to send as JSON, or nothing. */
type Answer = Buffer | object | undefined;
export type Routes = Record<string, (call: Call) => Answer>;

/** A response that the CLI shows as an error. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves routes, `"POST /api/orgs/{org}/policypacks"`, on a free port of the loopback interface. */
export async function serveRoutes(
  routes: Routes,
  onCall: (line: string, body: Buffer) => void,
): Promise<HttpServer> {
  const table = Object.entries(routes).map(([line, answer]) => ({ match: matcher(line), answer }));
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const line = `${request.method} ${new URL(request.url ?? "/", "http://localhost").pathname}`;
    onCall(line, body);
    try {
      for (const { match, answer } of table) {
        const params = match(line);
        if (params)
          return send(response, 200, answer({ params, body, json: () => JSON.parse(body.toString()) }));
      }
      throw new Refusal(404, `there is no ${line}`);
    } catch (error) {
      const code = error instanceof Refusal ? error.status : 500;
      send(response, code, { code, message: (error as Error).message });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function matcher(line: string): (line: string) => Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = line.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  const expression = new RegExp(`^${pattern}$`);
  return (line) => {
    const values = expression.exec(line)?.slice(1);
    return (
      values && Object.fromEntries(values.map((value, index) => [names[index], decodeURIComponent(value)]))
    );
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

function send(response: ServerResponse, status: number, answer: Answer): void {
  const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer ?? {}));
  const type = Buffer.isBuffer(answer) ? "application/gzip" : "application/json";
  response.writeHead(status, { "content-type": type, "content-length": bytes.length }).end(bytes);
}
