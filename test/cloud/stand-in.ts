/**
 * A stand-in for Pulumi Cloud: the documented part of its API that the CLI uses to publish policy packs, to enable them for
 * groups of stacks, and to preview those stacks. It keeps everything in memory and listens on this machine only.
 */
import { Groups } from "./stand-in/groups";
import { type Routes, serveRoutes } from "./stand-in/http";
import { Packs } from "./stand-in/packs";
import { Stacks } from "./stand-in/stacks";

export const organization = "contoso";

export interface Cloud {
  readonly packs: Packs;
  readonly groups: Groups;
  readonly stacks: Stacks;
  /** The CLI's requests, in order: `PATCH /api/orgs/contoso/policygroups/default-policy-group`, and what it sent. */
  readonly calls: { line: string; body: Buffer }[];
  /** The environment variables with which the CLI uses this service instead of Pulumi's. */
  readonly env: { PULUMI_BACKEND_URL: string; PULUMI_ACCESS_TOKEN: string };
  close(): Promise<void>;
}

const login: Routes = {
  "GET /api/user": () => ({
    githubLogin: "platform-engineer",
    name: "Platform Engineer",
    organizations: [{ githubLogin: organization, name: organization }],
  }),
  "GET /api/capabilities": () => ({ capabilities: [{ capability: "stack-policy-packs", version: 1 }] }),
  "GET /api/user/organizations/default": () => ({ githubLogin: organization }),
};

export async function openCloud(): Promise<Cloud> {
  let url = "";
  const packs = new Packs(() => url);
  const groups = new Groups(packs);
  const stacks = new Stacks(groups);
  const calls: Cloud["calls"] = [];
  const routes = { ...login, ...packs.routes, ...groups.routes, ...stacks.routes };
  const server = await serveRoutes(routes, (line, body) => calls.push({ line, body }));
  url = server.url;
  const env = { PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: "pul-stand-in" };
  return { packs, groups, stacks, calls, env, close: server.close };
}
