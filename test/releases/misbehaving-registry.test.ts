import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import { dataFile, quick, versions2 } from "./data-file";
import { type Answering, page, serve } from "./loopback";

const path = "/v2/azure-api-management/gateway/tags/list";

/** A registry that doesn't work: how it answers, what the command reports, and after how many requests it gives up. */
interface Case {
  readonly title: string;
  readonly answer: Answering;
  readonly code?: number;
  readonly reports: RegExp;
  readonly requests?: number;
  /** The timeout of one request, in milliseconds. */
  readonly timeout?: number;
}

const text =
  (status: number, body: string, headers: Record<string, string> = {}): Answering =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };
const linked = (link: (count: number) => string): Answering => {
  return (response, _, count) => page(response, ["2.13.2"], { link: link(count) });
};

const cases: Case[] = [
  {
    title: "silence",
    answer: () => {},
    reports: /no complete response within 0\.3 s, after 3 attempts/,
    requests: 3,
    timeout: 300,
  },
  {
    title: "an answer that stops half-way",
    answer: (response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"tags": [');
    },
    reports: /no complete response within 0\.3 s/,
    requests: 3,
    timeout: 300,
  },
  {
    title: "a connection that breaks",
    answer: (response) => response.destroy(),
    reports: /after 3 attempts\. Nothing was changed; run it again later/,
    requests: 3,
  },
  { title: "500", answer: text(500, "oops"), reports: /: status 500, after 3 attempts/, requests: 3 },
  {
    title: "429 that asks for more time than there is",
    answer: text(429, "", { "retry-after": "3600" }),
    reports: /: status 429 with a requested delay of 3600 s, after one attempt/,
  },
  { title: "403", answer: text(403, ""), reports: /doesn't allow anonymous access to .* \(403\)/ },
  { title: "418", answer: text(418, ""), reports: /the response has status 418/ },
  { title: "junk", answer: text(200, '{"tags": ["2.13.2"'), reports: /isn't a list of tags/ },
  { title: "JSON of something else", answer: text(200, '{"errors": []}'), reports: /isn't a list of tags/ },
  { title: "JSON null", answer: text(200, "null"), reports: /isn't a list of tags/ },
  {
    title: "tags that are none",
    answer: (response) => page(response, ["2.13.2", "\u001b[31m"]),
    reports: /isn't a list of tags/,
  },
  {
    title: "tags that aren't strings",
    answer: (response) => page(response, [2.13]),
    reports: /isn't a list of tags/,
  },
  {
    title: "a web page",
    answer: text(200, "<!doctype html><title>Sign in</title>", { "content-type": "text/html" }),
    reports: /the response is a web page, perhaps of a proxy or a sign-in/,
  },
  {
    title: "an endless body",
    answer: (response) => {
      response.write("[");
      const more = () => response.write("1,".repeat(1 << 19)) && setImmediate(more);
      response.on("drain", more);
      more();
    },
    reports: /is longer than 16777216 bytes, so it isn't a list of tags/,
  },
  {
    title: "a page that links to itself",
    answer: linked(() => `<${path}?last=x>; rel="next"`),
    reports: /the list has no last page \(page 3 is/,
    requests: 2,
  },
  {
    title: "pages without end",
    answer: linked((count) => `<${path}?last=${count}>; rel="next"`),
    reports: /the list has no last page \(page 1001 is/,
    requests: 1_000,
  },
  {
    title: "a next page on another host",
    answer: linked(() => '<http://elsewhere.invalid/v2/x/tags/list>; rel="next"'),
    reports: /its next page is on another host, elsewhere\.invalid/,
  },
  {
    title: "a next page that isn't a URL",
    answer: linked(() => '<http://[>; rel="next"'),
    reports: /link to the next page isn't a URL/,
  },
  {
    title: "an empty list",
    answer: (response) => page(response, []),
    code: 4,
    reports: /is empty\. Nothing was changed/,
  },
  { title: "null for a list", answer: (response) => page(response, null), code: 4, reports: /is empty/ },
  {
    title: "a list without what Microsoft supports",
    answer: (response) =>
      page(
        response,
        versions2.filter((tag) => tag !== "2.12.1"),
      ),
    code: 4,
    reports: /changed:\n- 2\.12\.1 is a supported version, but isn't in the list\nCheck/,
  },
  {
    title: "a version that cannot be",
    answer: (response) => page(response, [...versions2, "2.2024.1", "5.0.0"]),
    code: 4,
    reports: /- 2\.2024\.1 is too far ahead of 2\.13\.2 .*\n- 5\.0\.0 is too far ahead/,
  },
  {
    title: "a password",
    answer: text(401, "", { "www-authenticate": 'Basic realm="x"' }),
    reports: /another authentication method than a token\. Only public images/,
  },
  {
    title: "a token from a place in plain text",
    answer: text(401, "", { "www-authenticate": 'Bearer realm="http://elsewhere.invalid/token"' }),
    reports: /another authentication method than a token/,
  },
];

for (const { title, answer, code = 3, reports: expected, requests = 1, timeout = quick.timeout } of cases)
  test(`a registry that gives ${title} leaves the data as they are, and the reason is reported`, async (t) => {
    const file = dataFile(t);
    const before = file.text();
    const registry = await serve(t, answer);
    const run = await file.refresh(registry.url, [], { patience: { ...quick, timeout } });
    assert.match(run.error, expected);
    assert.equal(run.code, code, run.error);
    assert.deepEqual([file.text(), file.folder()], [before, ["releases.json"]]);
    assert.equal(registry.requests.length, requests);
  });

test("a registry that is down is reported, with what to do", async (t) => {
  const file = dataFile(t);
  const gone = await serve(t, () => {});
  await new Promise((resolve) => gone.server.close(resolve));
  const { code, error } = await file.refresh(gone.url);
  assert.equal(code, 3);
  assert.match(error, /ECONNREFUSED, the connection was refused, after 3 attempts\. Nothing was changed/);
  assert.equal(error.match(/retry in/g)?.length, 2);
});

test("a registry that recovers is waited for, as long as it asks", async (t) => {
  const file = dataFile(t);
  const registry = await serve(t, (response, _, count) => {
    if (count === 1) response.writeHead(429, { "retry-after": "1" }).end();
    else if (count === 2) response.writeHead(503).end();
    else page(response, versions2);
  });
  const started = Date.now();
  const { code, error } = await file.refresh(registry.url);
  assert.equal(code, 0, error);
  assert.match(error, /status 429; retry in 1\.0 s \(1 of 3\)\..*status 503; retry in/s);
  assert.ok(Date.now() - started >= 1_000);
});

test("Retry-After may be a date", async (t) => {
  const file = dataFile(t);
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const registry = await serve(t, text(503, "", { "retry-after": date }));
  assert.match((await file.refresh(registry.url)).error, /a requested delay of 3\d\d\d s, after one attempt/);
});

const links: [string, (port: string) => string][] = [
  ["a path", () => `<${path}?last=a>; rel="next"`],
  ["relative to the page", () => "<list?last=a>; rel=next"],
  ["a whole URL by another scheme and port", () => `<https://127.0.0.1:1${path}?last=a>; rel="next"`],
  ["one of several", () => `</x>; rel="prev", <${path}?last=a>; title="a, b"; rel="first next"`],
];
for (const [title, link] of links)
  test(`the next page is found where its link is ${title}`, async (t) => {
    const file = dataFile(t);
    const registry = await serve(t, (response, request) =>
      request.url?.includes("last=a")
        ? page(response, [...versions2, "2.14.0"])
        : page(response, versions2, { link: link(new URL(registry.url).port) }),
    );
    const { code, error } = await file.refresh(registry.url);
    assert.equal(code, 0, error);
    assert.deepEqual(registry.requests, [path, `${path}?last=a`]);
    assert.equal(file.entry("2.14.0")?.kind, "stable");
  });

for (const key of ["token", "access_token"])
  test(`a registry that wants a token gets an anonymous one (${key})`, async (t) => {
    const file = dataFile(t);
    const tokens = await serve(t, (response, _, count) => {
      response.end(JSON.stringify({ [key]: `dG9rZW4${count}==` }));
    });
    // The token of the first page expires before the second.
    const registry = await serve(t, (response, { url, headers }) => {
      const second = url?.includes("last=a");
      if (headers.authorization === `Bearer dG9rZW4${second ? 2 : 1}==`)
        page(
          response,
          second ? ["2.14.0"] : versions2,
          second ? {} : { link: `<${path}?last=a>; rel="next"` },
        );
      else {
        const challenge = `Bearer realm="${tokens.url}/token?x=1",service="a, b",scope="repository:azure-api-management/gateway:pull,metadata_read"`;
        response.writeHead(401, { "www-authenticate": `Basic realm="x", ${challenge}` }).end();
      }
    });
    const { code, error, out } = await file.refresh(registry.url);
    assert.equal(code, 0, error);
    assert.equal(tokens.requests.length, 2);
    const asked = new URL(tokens.requests[0] ?? "", tokens.url).searchParams;
    assert.deepEqual(Object.fromEntries(asked), {
      x: "1",
      service: "a, b",
      scope: "repository:azure-api-management/gateway:pull,metadata_read",
    });
    assert.doesNotMatch(out + error + file.text(), /dG9rZW4/);
  });

test("a registry that accepts no anonymous token is reported, with a limited number of requests", async (t) => {
  const file = dataFile(t);
  const registry = await serve(t, (response, request) => {
    if (request.url?.startsWith("/token")) response.end('{"token": "a"}');
    else response.writeHead(401, { "www-authenticate": `Bearer realm="${registry.url}/token"` }).end();
  });
  const { code, error } = await file.refresh(registry.url);
  assert.equal(code, 3);
  assert.match(error, /doesn't allow anonymous access to azure-api-management\/gateway \(401\)/);
  assert.equal(registry.requests.length, 3);

  const none = await serve(t, (response, request) => {
    if (request.url?.startsWith("/token")) response.writeHead(403).end();
    else response.writeHead(401, { "www-authenticate": `Bearer realm="${none.url}/token"` }).end();
  });
  assert.match((await file.refresh(none.url)).error, /issues no anonymous token .* \(status 403\)/);
});

test("the proxy variables are obeyed, and their passwords not shown", async (t) => {
  const file = dataFile(t);
  const registry = await serve(t, (response) => page(response, versions2));
  const asked: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(400).end());
  proxy.on("connect", ({ url = "", headers }, client) => {
    asked.push(`${url} ${headers["proxy-authorization"] ?? ""}`);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(target).pipe(client);
    });
    for (const socket of [client, target]) socket.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => proxy.close());
  const HTTP_PROXY = `http://me:hidden@127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  const through = await file.refresh(registry.url, [], { env: { HTTP_PROXY } });
  assert.equal(through.code, 0, through.error);
  const authorization = `Basic ${Buffer.from("me:hidden").toString("base64")}`;
  assert.deepEqual(asked, [`${new URL(registry.url).host} ${authorization}`]);

  const direct = await file.refresh(registry.url, [], { env: { HTTP_PROXY, NO_PROXY: "127.0.0.1" } });
  assert.deepEqual([direct.code, asked.length], [0, 1]);

  const bare = { http_proxy: HTTP_PROXY.slice("http://".length) };
  assert.equal((await file.refresh(registry.url, [], { env: bare })).code, 0);
  assert.equal(asked.length, 2, "a proxy may be written without its scheme");

  const nonsense = await file.refresh(registry.url, [], { env: { HTTP_PROXY: "http://me:hidden@:x" } });
  assert.equal(nonsense.code, 2);
  assert.match(nonsense.error, /HTTP_PROXY isn't the URL of a proxy/);

  const env = { https_proxy: "http://me:hidden@127.0.0.1:1" };
  const broken = await file.refresh("https://registry.invalid", [], { env });
  assert.equal(broken.code, 3);
  assert.match(broken.error, /HTTP_PROXY or HTTPS_PROXY is set: check its value/);
  assert.doesNotMatch(through.out + direct.out + nonsense.error + broken.error, /hidden/);
});
