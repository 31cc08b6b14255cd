import { readCount } from "../../kubernetes/quantity";
import { type Match, matchIf, no, unknown } from "../../pulumi/match";
import type { Path, Value } from "../../pulumi/value";
import { production } from "../../support/production";
import { settingsInCommand } from "../model/command";
import type { Gateway } from "../model/gateway";
import { readImage } from "../model/image";
import type { SettingSource } from "../model/settings";
import type { Hosting, Mount, Probe, Scaling, Storage, Volume } from "../model/workload";
import type { Host } from "./host";
import { type Container, gatewayContainers } from "./recognize";

/** The names of the same properties in the native and the classic provider. */
const names = {
  "azure-native": {
    secrets: ["configuration", "secrets"],
    env: "env",
    reference: "secretRef",
    vault: "keyVaultUrl",
    requests: ["resources"],
    scale: ["template", "scale"],
    ingress: ["configuration", "ingress"],
    external: "external",
    allowInsecure: "allowInsecure",
    probes: {
      list: "probes",
      path: ["httpGet", "path"],
      over: ["httpGet"],
      ports: [
        ["httpGet", "port"],
        ["tcpSocket", "port"],
      ],
    },
    mount: { path: "mountPath", volume: "volumeName" },
  },
  azure: {
    secrets: ["secrets"],
    env: "envs",
    reference: "secretName",
    vault: "keyVaultSecretId",
    requests: [],
    scale: ["template"],
    ingress: ["ingress"],
    external: "externalEnabled",
    allowInsecure: "allowInsecureConnections",
    probes: { list: undefined, path: ["path"], over: ["transport"], ports: [["port"]] },
    mount: { path: "path", volume: "name" },
  },
} as const;

/** Azure Container Apps. */
export const containerApp: Host = {
  hosts: ({ package: provider, module, name }) =>
    (provider === "azure-native" && module === "app" && name === "ContainerApp") ||
    (provider === "azure" && module === "containerapp/app" && name === "App"),

  secretPlaces: [names["azure-native"].secrets, names.azure.secrets],

  secretStore: "app",

  read(resource, around) {
    const { props, type } = resource;
    const words = type.package === "azure" ? names.azure : names["azure-native"];
    const secrets = props.get(...words.secrets);
    const containers = props
      .get("template", "containers")
      .items.map((value): Container => ({ value, settings: settingsOf(value, secrets, words) }));
    return gatewayContainers(containers, false, resource, around).map(
      ({ value, settings }): Gateway => ({
        resource,
        host: "Container App",
        image: readImage(value.get("image")),
        settings,
        partial: false,
        namespace: undefined,
        platform: "azure",
        labels: [{ style: "azure", value: props.get("tags"), owns: true }],
        hosting: hostingOf(props, value, words),
        scaling: scalingOf(props, words),
        storage: storageOf(props, value, words),
        ...inFront(props, containers.length > 1, words),
      }),
    );
  },
};

type Words = (typeof names)[keyof typeof names];

function settingsOf(container: Value, secrets: Value, words: Words): SettingSource[] {
  const env = container.get(words.env);
  if (env.unknown) return [{ kind: "unreadable", value: env }];
  const command = [...container.get("command").items, ...container.get("args").items];
  return [...inEnv(env.items, secrets, words), ...settingsInCommand(command)];
}

function inEnv(entries: readonly Value[], secrets: Value, words: Words): SettingSource[] {
  return entries.flatMap((entry): SettingSource[] => {
    const name = entry.get("name");
    if (name.unknown) return [{ kind: "unreadable", value: name }];
    if (name.string === undefined) return [];
    const reference = entry.get(words.reference);
    if (reference.absent) return [{ kind: "literal", name: name.string, value: entry.get("value") }];
    const secret = secrets.items.find((candidate) => candidate.get("name").string === reference.string);
    // The name of the secret may be unknown, but it is a reference to a secret.
    const found = reference.unknown ? reference : (secret ?? secrets.get("missing"));
    return [
      { kind: "host-secret", name: name.string, value: found.get("value"), keyVault: found.get(words.vault) },
    ];
  });
}

/** Source: Microsoft Learn, "Health probes in Azure Container Apps", default configuration. */
function hostingOf(props: Value, container: Value, words: Words): Hosting {
  const requests = container.get(...words.requests);
  const ingress = props.get(...words.ingress);
  // Containers of one app share their ports.
  const isAlone = props.get("template", "containers").items.length === 1;
  const ask = (kind: ProbeKind) => {
    const found = probe(kind, container, words);
    return isAlone ? found : { ...found, port: undefined };
  };
  return {
    defaultProbes: ingress.unknown ? unknown(ingress) : matchIf(!ingress.absent),
    requests: { cpu: requests.get("cpu"), memory: requests.get("memory") },
    probes: {
      readiness: ask("Readiness"),
      liveness: ask("Liveness"),
      startup: ask("Startup"),
    },
    gracePeriod: props.get("template", "terminationGracePeriodSeconds"),
  };
}

/** Source: Microsoft Learn, "Set scaling rules in Azure Container Apps": from 0 to 10 by default. */
function scalingOf(props: Value, words: Words): Scaling {
  const scale = props.get(...words.scale);
  const least = scale.get("minReplicas");
  const most = scale.get("maxReplicas");
  return {
    kind: "elastic",
    least: { value: least, standard: 0 },
    most: { value: most, standard: 10 },
    declared: least,
  };
}

/**
 * If the ingress of an app with several containers targets another port, another container is in front of the gateway.
 */
function inFront(props: Value, isShared: boolean, words: Words): Pick<Gateway, "ingress" | "proxied"> {
  const ingress = props.get(...words.ingress);
  const targetPort = ingress.get("targetPort");
  const port = readCount(targetPort);
  const goesElsewhere = isShared && port.kind === "number" && !production.ports.includes(port.number);
  if (ingress.absent || goesElsewhere) return { proxied: no };
  const [external, allowInsecure] = [ingress.get(words.external), ingress.get(words.allowInsecure)];
  return { proxied: endsTls(props, words), ingress: { targetPort, external, allowInsecure } };
}

/**
 * Without an ingress no client reaches the app, and an ingress for TCP forwards traffic unchanged. Source: "Ingress in
 * Azure Container Apps".
 */
function endsTls(props: Value, words: Words): Match {
  const ingress = props.get(...words.ingress);
  const transport = ingress.get("transport");
  return transport.unknown
    ? unknown(transport)
    : matchIf(!ingress.absent && transport.string?.toLowerCase() !== "tcp");
}

function storageOf(props: Value, container: Value, { mount: names }: Words): Storage {
  const volumes = props.get("template", "volumes");
  const place = container.get("volumeMounts");
  const mounts = place.items.map(
    (mount): Mount => ({ path: mount.get(names.path), volume: volumeOf(mount.get(names.volume), volumes) }),
  );
  const unread = place.unknown
    ? [{ path: place, volume: { kind: "undetermined", value: place } } as const]
    : [];
  return { place, mounts: [...mounts, ...unread] };
}

type ProbeKind = "Readiness" | "Liveness" | "Startup";

/** The native provider has one list of probes with types, the classic provider a list for each type. */
function probe(kind: ProbeKind, container: Value, { probes }: Words): Probe {
  const place = container.get(probes.list ?? `${kind.toLowerCase()}Probes`);
  if (place.unknown) return { value: place, path: undefined };
  const candidates = place.items.filter((item) => {
    const type = item.get("type");
    return !probes.list || type.unknown || type.string?.toLowerCase() === kind.toLowerCase();
  });
  const [found] = candidates;
  if (!found) return { value: place.with(undefined), path: undefined };
  if (probes.list && found.get("type").unknown) return { value: found.get("type"), path: undefined };
  const ports = probes.ports.map((path) => found.get(...path));
  return {
    value: found,
    path: overHttp(found, probes.over) ? found.get(...probes.path) : undefined,
    port: ports.find(({ absent }) => !absent),
  };
}

function overHttp(probe: Value, over: Path): boolean {
  const value = probe.get(...over);
  return !value.absent && !value.unknown && value.string?.toUpperCase() !== "TCP";
}

/** Source: Microsoft Learn, "Use storage mounts in Azure Container Apps"; a volume without a type is an EmptyDir. */
function volumeOf(name: Value, volumes: Value): Volume {
  if (name.unknown) return { kind: "undetermined", value: name };
  const volume = volumes.items.find((item) => item.get("name").string === name.string);
  if (!volume) return { kind: "undetermined", value: volumes };
  const type = volume.get("storageType");
  if (type.unknown) return { kind: "undetermined", value: type };
  switch ((type.string ?? "EmptyDir").toLowerCase()) {
    case "emptydir":
      return { kind: "temporary", source: "EmptyDir" };
    case "secret":
      return { kind: "unwritable", source: "Secret" };
    default:
      return { kind: "lasting" };
  }
}
