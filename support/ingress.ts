import data from "./ingress.json";

/** An annotation of an Ingress that configures TLS in its controller. */
export interface IngressAnnotation {
  readonly name: string;
  /** The value, in lower case; undefined if any value counts. */
  readonly value?: string;
}

/** TLS is passed through to the backend. */
export const passThrough: readonly IngressAnnotation[] = data.passThrough;
/** TLS is terminated, and the controller calls the backend with TLS. */
export const reencrypt: readonly IngressAnnotation[] = data.reencrypt;
/** The same, as an annotation of the Service. */
export const reencryptToService: readonly IngressAnnotation[] = data.reencryptToService;
/** Controllers that call a backend with TLS depending on the port's number or the prefix of its name. */
export const reencryptByPort = data.reencryptByPort;
/** TLS is terminated with a certificate that isn't in `spec.tls`. */
export const certificates: readonly IngressAnnotation[] = data.certificates;
