import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../../tools/cli/find";
import { type GoTool, goTool } from "../../tools/cli/go-tool";

/** A registry on the loopback interface. */
export interface Registry {
  readonly url: string;
  /** Pushes one tiny image with each of these tags. */
  push(name: string, tags: Iterable<string>): Promise<void>;
  stop(): Promise<void>;
}

const program: GoTool = {
  name: "registry",
  version: "v3.1.1",
  module: join(__dirname, "../../tools/go/registry"),
  package: "github.com/distribution/distribution/v3/cmd/registry",
  versionVariable: "github.com/distribution/distribution/v3/version.version",
  versionArgument: "--version",
  buildTime: "one to three minutes",
  otherwise: "install docker-registry (Debian: apt install docker-registry)",
};

/** Starts the distribution project's registry: Debian's if it is installed, else one that is built once. */
export async function startRegistry(): Promise<Registry> {
  const executable = onPath("docker-registry") ?? (await goTool(program));
  const folder = mkdtempSync(join(tmpdir(), "releases-registry-"));
  const config = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "data") } };
  // JSON is YAML too. Port 0 is any free port; the log contains it.
  writeFileSync(config, JSON.stringify({ version: 0.1, storage, http: { addr: "127.0.0.1:0" } }));
  const env = { ...process.env, OTEL_TRACES_EXPORTER: "none" };
  const child = spawn(executable, ["serve", config], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };

  const address = await new Promise<string>((resolve, reject) => {
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        const [, found] = /listening on (127\.0\.0\.1:\d+)/.exec(log) ?? [];
        if (found) resolve(found);
      });
    child.once("error", reject);
    void ended.then(() => reject(new Error(`The registry ended:\n${log}`)));
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  const url = `http://${address}`;
  return { url, push: (name, tags) => push(`${url}/v2/${name}`, tags), stop };
}

async function push(repository: string, tags: Iterable<string>): Promise<void> {
  const blob = Buffer.from("{}");
  const digest = `sha256:${createHash("sha256").update(blob).digest("hex")}`;
  const upload = await send(`${repository}/blobs/uploads/`, { method: "POST" });
  const location = new URL(upload.headers.get("location") ?? "", repository);
  location.searchParams.set("digest", digest);
  await send(location, {
    method: "PUT",
    body: blob,
    headers: { "content-type": "application/octet-stream" },
  });

  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const config = { mediaType: "application/vnd.oci.image.config.v1+json", size: blob.length, digest };
  const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
  for (const tag of tags)
    await send(`${repository}/manifests/${tag}`, {
      method: "PUT",
      body,
      headers: { "content-type": mediaType },
    });
}

async function send(url: string | URL, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.method} ${url}: ${response.status} ${text}`);
  return response;
}
