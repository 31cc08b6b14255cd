/** The example `fleet`: a fictional company with forty gateways in eight stacks. */
import { aks } from "./aks";
import { arc, rotationJob } from "./arc";
import { containerApp, containerGroup } from "./azure";
import { argoCd, helm } from "./chart";
import { docker } from "./docker";
import type { GatewayOf } from "./gateway";
import { exportOf, type State } from "./state";

type Host = (gateway: GatewayOf) => State[];
/** A gateway without its name and owner, which `gatewaysOn` adds. */
type Line = Omit<GatewayOf, "name" | "owner">;

const workloadIdentity = { kind: "workloadIdentity" } as const;
const app = (ends?: string) => ({ kind: "app", ...(ends && { ends }) }) as const;
const token = (ends?: string) => ({ kind: "token", ...(ends && { ends }) }) as const;

/** The gateways of a team on one host. The keys are regions, stores or sites. */
function gatewaysOn(
  host: Host,
  team: string,
  owner: string | undefined,
  lines: Record<string, Line>,
): State[] {
  return Object.entries(lines).flatMap(([name, line]) =>
    host({ name: `${team}-${name}`, ...line, ...(owner !== undefined && { owner }) }),
  );
}

const stacks: Readonly<Record<string, readonly State[]>> = {
  // No mistakes except one older minor version.
  "checkout/prod": gatewaysOn(aks, "checkout", "team-checkout", {
    amsterdam: { tag: "2.13.2", auth: workloadIdentity },
    dublin: { tag: "2.13.2", auth: workloadIdentity },
    virginia: { tag: "2.13.2", auth: workloadIdentity },
    singapore: { tag: "2.12.3", auth: workloadIdentity },
  }),
  // Client secrets of Entra applications. One of them has expired.
  "payments/prod": gatewaysOn(helm, "payments", "team-payments", {
    frankfurt: { tag: "2.13.2", auth: app("2026-12-04") },
    paris: { tag: "2.13.2", auth: app("2027-04-30") },
    zurich: { tag: "2.13.2", auth: app("2026-11-21") },
    london: { tag: "2.12.3", auth: app("2027-02-15") },
    stockholm: { tag: "2.13.2", auth: app("2026-12-18") },
    madrid: { tag: "2.13.2", auth: app("2028-11-30") },
  }),
  "logistics/prod": gatewaysOn(containerApp, "logistics", "team-logistics", {
    rotterdam: { tag: "2.13.2", auth: app("2027-03-01") },
    hamburg: { tag: "2.13.2", auth: app("2027-03-01") },
    antwerp: { tag: "2.13.2", auth: token(), lacks: ["backup"] },
    gdansk: { tag: "2.11.2", auth: token(), replicas: 0 },
    genoa: { tag: "2.13.2", auth: token("2026-12-11") },
  }),
  // A job rotates the tokens. It fails for two stores: one token has expired and one expires soon.
  "stores/edge": [
    rotationJob,
    ...gatewaysOn(arc, "store", undefined, {
      "0101": { tag: "2.12.3", auth: token("2026-12-20") },
      "0102": { tag: "2.12.3", auth: token("2026-12-20") },
      "0117": { tag: "2.12.3", auth: token("2026-11-26") },
      "0123": { tag: "2.12.3", auth: token("2026-12-20") },
      "0204": { tag: "2.9.2", auth: token("2026-11-22") },
      "0211": { tag: "2.12.3", auth: token("2026-12-20"), lacks: ["backup"] },
      "0302": { tag: "2.12.3", auth: token("2026-12-20") },
    }),
  ],
  "partners/prod": gatewaysOn(argoCd, "partners", "team-partners", {
    oslo: { tag: "2.13.2", auth: workloadIdentity },
    helsinki: { tag: "2.13.2", auth: workloadIdentity },
    warsaw: { tag: "2.13.2", auth: workloadIdentity, replicas: 1 },
    prague: { tag: "2.13", auth: workloadIdentity },
    vienna: { tag: "2.11.2", auth: workloadIdentity, lacks: ["requests"] },
  }),
  // The oldest part of the fleet. Its exemptions are in policies.json.
  "loyalty/prod": gatewaysOn(aks, "loyalty", "team-loyalty", {
    mumbai: { tag: "2.8.1", auth: token("2026-12-02"), lacks: ["rotation", "backup", "budget", "discovery"] },
    dubai: { tag: "2.9.2", auth: token("2026-12-09"), lacks: ["backup", "discovery"] },
    sydney: { tag: "2.10.1", auth: token(), lacks: ["backup"] },
    osaka: { tag: "2.10.1", auth: token("2026-12-16") },
  }),
  "warehouse/prod": gatewaysOn(containerGroup, "warehouse", "team-warehouse", {
    lyon: { tag: "2.13.2", auth: app() },
    turin: { tag: "2.13.2", auth: app() },
    porto: { tag: "2.12.1", auth: app(), lacks: ["backup"] },
    leipzig: { tag: "2.11.2", auth: app(), lacks: ["probes"] },
  }),
  // For evaluation: no owners, floating tags.
  "labs/dev": gatewaysOn(docker, "labs", undefined, {
    search: { tag: "latest", auth: token("2026-11-30") },
    pricing: { tag: "v2", auth: token("2026-11-10") },
    returns: { tag: "2.14.0-preview-1", auth: token("2026-12-12") },
    chat: { tag: "2.13.2", auth: token("2026-12-12"), settings: { "telemetry.log.std": "json" } },
    maps: { tag: "2.6.0", auth: token("2026-11-18") },
  }),
};

/** Returns the generated files of the example by path. */
export function fleetFiles(): [string, string][] {
  return Object.entries(stacks).map(([name, states]) => {
    const [project = "", stack = ""] = name.split("/");
    return [`examples/fleet/stacks/${project}-${stack}.json`, exportOf({ project, stack, states })];
  });
}
