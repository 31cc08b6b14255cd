import { imageText, parseImageReference } from "../../gateway/model/image-reference";
import { Problem } from "./problem";

/** The location of an image in a registry. */
export interface Repository {
  /** Origin of the registry's API: `https://mcr.microsoft.com`. */
  readonly registry: URL;
  /** Path of the image: `azure-api-management/gateway`. */
  readonly name: string;
}

/** Returns the location of an image. `registry` is the registry's URL. Default: derived from the reference. */
export function findRepository(image: string, registry?: string): Repository {
  const reference = parseImageReference(image);
  if (!reference || reference.tag || reference.digest)
    throw new Problem(
      "usage",
      `"${reference ? imageText(reference) : image}" isn't an image reference without a tag. Use one such as mcr.microsoft.com/azure-api-management/gateway.`,
    );
  if (registry === undefined && reference.registry === undefined)
    throw new Problem(
      "usage",
      `"${image}" has no registry. Add the hostname of the registry in front of it.`,
    );
  return { registry: registryUrl(registry ?? defaultUrl(reference.registry ?? "")), name: reference.path };
}

/** Uses plain HTTP only for a registry on this machine, as container clients do. */
function defaultUrl(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url)) ? url : `https://${host}`;
}

function registryUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.username)
    throw new Problem(
      "usage",
      `"${text}" isn't the URL of a registry. Use one such as https://mcr.microsoft.com.`,
    );
  if (!isTrustworthy(url))
    throw new Problem(
      "usage",
      `${url.origin} uses plain HTTP, so the list can be changed on the network. Use https://, or a registry on this machine.`,
    );
  return url;
}

/** Returns true if the response can't be changed on the network: HTTPS, or HTTP on this machine. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
