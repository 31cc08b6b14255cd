import type { EngineEvent } from "./api";
import type { Groups } from "./groups";
import { type Call, Refusal, type Routes } from "./http";

/** A preview or an update that the CLI reported. */
export interface Update {
  /** `project/stack`. */
  stack: string;
  kind: "preview" | "update";
  /** The policy packs that the CLI had to use, `name@version`. */
  required: string[];
  events: EngineEvent[];
  /** Its result according to the CLI. */
  status?: string;
}

/** The stacks of the organization and their previews and updates. */
export class Stacks {
  readonly updates: Update[] = [];
  /** The state of each: empty, unless a test sets it. */
  exported: object = { version: 3, deployment: {} };
  private readonly stacks = new Map<string, Record<string, string>>();

  constructor(private readonly groups: Groups) {}

  private start(kind: Update["kind"], { params }: Call) {
    const { project = "", stack = "" } = params;
    const requiredPolicies = this.groups.requiredFor(project, stack);
    const required = requiredPolicies.map(({ name, versionTag }) => `${name}@${versionTag}`);
    this.updates.push({ stack: `${project}/${stack}`, kind, required, events: [] });
    return { updateID: String(this.updates.length - 1), requiredPolicies, messages: [] };
  }

  private update({ params }: Call): Update {
    const update = this.updates[Number(params.id)];
    if (!update) throw new Refusal(404, "Not Found: update");
    return update;
  }

  readonly routes: Routes = {
    "HEAD /api/stacks/{org}/{project}": () => undefined,
    "POST /api/stacks/{org}/{project}": ({ params: { org = "", project = "" }, json }) => {
      const { stackName, tags } = json<{ stackName: string; tags?: Record<string, string> }>();
      this.stacks.set(`${org}/${project}/${stackName}`, tags ?? {});
      return {};
    },
    "GET /api/stacks/{org}/{project}/{stack}": ({ params: { org, project, stack } }) => {
      const tags = this.stacks.get(`${org}/${project}/${stack}`);
      if (!tags) throw new Refusal(404, "Not Found: stack");
      return { id: "", orgName: org, projectName: project, stackName: stack, tags, version: 0 };
    },
    "GET /api/stacks/{org}/{project}/{stack}/export": () => this.exported,
    "GET /api/stacks/{org}/{project}/{stack}/policypacks": ({ params: { project = "", stack = "" } }) => ({
      requiredPolicies: this.groups.requiredFor(project, stack),
    }),
    "POST /api/stacks/{org}/{project}/{stack}/encrypt": ({ json }) => ({
      ciphertext: json<{ plaintext: string }>().plaintext,
    }),
    "POST /api/stacks/{org}/{project}/{stack}/decrypt": ({ json }) => ({
      plaintext: json<{ ciphertext: string }>().ciphertext,
    }),
    "POST /api/stacks/{org}/{project}/{stack}/preview": (call) => this.start("preview", call),
    "POST /api/stacks/{org}/{project}/{stack}/update": (call) => this.start("update", call),
    // `{kind}` is "update" also for a preview.
    "POST /api/stacks/{org}/{project}/{stack}/{kind}/{id}": () => ({ version: 1, token: "lease" }),
    "POST /api/stacks/{org}/{project}/{stack}/{kind}/{id}/renew_lease": () => ({ token: "lease" }),
    "POST /api/stacks/{org}/{project}/{stack}/{kind}/{id}/events/batch": (call) => {
      this.update(call).events.push(...call.json<{ events: EngineEvent[] }>().events);
      return undefined;
    },
    "POST /api/stacks/{org}/{project}/{stack}/{kind}/{id}/complete": (call) => {
      this.update(call).status = call.json<{ status: string }>().status;
      return undefined;
    },
  };
}
