import { type GatewayOf, labelsOf, repository, settingsOf, tokenOf } from "./gateway";
import { type State, secret } from "./state";

/** A Docker container. Docker has no secrets for containers. */
export function docker(gateway: GatewayOf): State[] {
  const { name, tag, auth } = gateway;
  const token =
    auth.kind === "token" && auth.ends ? secret(`config.service.auth=${tokenOf(name, auth.ends)}`) : [];
  const envs = [...Object.entries(settingsOf(gateway)).map((pair) => pair.join("=")), token].flat();
  const labels = Object.entries(labelsOf(gateway)).map(([label, value]) => ({ label, value }));
  return [
    {
      type: "docker:index/container:Container",
      name,
      inputs: {
        name,
        image: `${repository}:${tag}`,
        envs,
        labels,
        ports: [{ internal: 8080, external: 8080 }],
        volumes: [{ volumeName: `${name}-backup`, containerPath: "/apim/config" }],
      },
    },
  ];
}
