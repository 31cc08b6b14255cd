import type { PublishRequest } from "./api";
import { Refusal, type Routes } from "./http";

/** A version of a policy pack. Others can use it once its publication is complete. */
export interface PublishedPack extends PublishRequest {
  /** Counts the versions of the pack. */
  version: number;
  tarball: Buffer;
  complete: boolean;
}

/** The policy packs of the organization. */
export class Packs {
  readonly published: PublishedPack[] = [];

  /** @param url this service's URL, which is known once it runs. */
  constructor(private readonly url: () => string) {}

  /** A version of a pack. Default: the latest. */
  find(name: string, versionTag?: string): PublishedPack {
    const versions = this.published.filter((pack) => pack.name === name && pack.complete);
    const found = versionTag ? versions.find((pack) => pack.versionTag === versionTag) : versions.at(-1);
    if (!found) throw new Refusal(404, `Not Found: policy pack ${name} ${versionTag ?? ""}`);
    return found;
  }

  /** Where a pack can be downloaded. */
  location({ name, versionTag }: PublishedPack): string {
    return `${this.url()}/storage/${name}/${versionTag}`;
  }

  readonly routes: Routes = {
    "POST /api/orgs/{org}/policypacks": ({ json }) => {
      const request = json<PublishRequest>();
      const versions = this.published.filter(({ name }) => name === request.name);
      if (versions.some(({ versionTag }) => versionTag === request.versionTag)) {
        const version = `Policy Pack ${request.name} version ${request.versionTag}`;
        throw new Refusal(400, `${version} has already been published. Please specify a new version tag.`);
      }
      const version = versions.length + 1;
      const pack: PublishedPack = { ...request, version, tarball: Buffer.alloc(0), complete: false };
      this.published.push(pack);
      return { version, uploadURI: this.location(pack) };
    },
    "PUT /storage/{name}/{tag}": ({ params: { name, tag }, body }) => {
      const pack = this.published.find((each) => each.name === name && each.versionTag === tag);
      if (!pack) throw new Refusal(403, "this upload was not asked for");
      pack.tarball = body;
      return undefined;
    },
    "GET /storage/{name}/{tag}": ({ params: { name = "", tag } }) => this.find(name, tag).tarball,
    "POST /api/orgs/{org}/policypacks/{name}/versions/{tag}/complete": ({ params: { name, tag } }) => {
      for (const pack of this.published)
        if (pack.name === name && pack.versionTag === tag) pack.complete = true;
      return undefined;
    },
    "GET /api/orgs/{org}/policypacks": () => {
      const names = new Set(this.published.map(({ name }) => name));
      return {
        policyPacks: [...names].map((name) => {
          const versions = this.published.filter((pack) => pack.name === name && pack.complete);
          return {
            name,
            displayName: versions.at(-1)?.displayName,
            versions: versions.map(({ version }) => version),
            versionTags: versions.map(({ versionTag }) => versionTag),
          };
        }),
      };
    },
    "GET /api/orgs/{org}/policypacks/{name}/versions/{tag}": ({ params: { name = "", tag } }) => {
      const { displayName, version, versionTag, policies } = this.find(name, tag);
      return { name, displayName, version, versionTag, policies, applied: false };
    },
    "GET /api/orgs/{org}/policypacks/{name}/versions/{tag}/schema": ({ params: { name = "", tag } }) => {
      const { policies } = this.find(name, tag);
      const schemas = policies.flatMap(({ name, configSchema }) =>
        configSchema ? [[name, configSchema]] : [],
      );
      return { configSchema: Object.fromEntries(schemas) };
    },
  };
}
