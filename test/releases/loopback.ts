import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** A server made for one test. */
export interface Loopback {
  readonly url: string;
  readonly server: Server;
  /** Path and query of every request so far. */
  readonly requests: string[];
}

export type Answering = (response: ServerResponse, request: IncomingMessage, count: number) => void;

/** Serves on the loopback until the test ends; `count` is 1 for the first request. */
export async function serve(t: TestContext, answer: Answering): Promise<Loopback> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(response, request, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, requests };
}

/** A page of a tag list. */
export function page(
  response: ServerResponse,
  tags: readonly unknown[] | null,
  headers: Record<string, string> = {},
) {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ name: "azure-api-management/gateway", tags }));
}
