/**
 * The sandbox's provider for types without an SDK or schema: the classic Azure provider and Docker. It accepts all
 * inputs and returns them as outputs, with the computed properties in the table below.
 */
import { createHash } from "node:crypto";
import { serveProvider } from "../server";
import { type Properties, unknown } from "../wire";

/** Computed properties that programs use, by type. They are unknown until the resource is created. */
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
