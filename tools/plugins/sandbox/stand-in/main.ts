/**
 * The sandbox's stand-in for a provider of which nothing is known but its types' computed properties: inputs are taken as they
 * are and come out again. Serves the classic Azure provider and Docker, whose SDKs and schemas are not here.
 */
import { createHash } from "node:crypto";
import { serveProvider } from "../server";
import { type Properties, unknown } from "../wire";

/** Properties that only the provider gives, where programs use them. Before the resource is made they are not known. */
const computed: Record<string, readonly string[]> = {
  "azure:containerapp/app:App": ["latestRevisionFqdn", "outboundIpAddresses"],
  "azure:containerservice/group:Group": ["fqdn", "ipAddress"],
  "docker:index/remoteImage:RemoteImage": ["imageId", "repoDigest"],
};

serveProvider({
  version: "0.0.0",
  configure() {},
  check: (_, news) => ({ inputs: news }),
  outputs({ type }, inputs, id) {
    const answers = (computed[type] ?? []).map((name) => [
      name,
      id === undefined ? unknown : hash(id + name),
    ]);
    return { ...inputs, ...(Object.fromEntries(answers) as Properties) };
  },
  id: ({ urn }) => hash(urn),
  replaces: (_, property) => property === "name",
});

function hash(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
