import data from "./ingress.json";

/** An annotation of an Ingress that configures TLS in its controller. */
export interface IngressAnnotation {
  readonly name: string;
  /** The value, in lower case, that means it; undefined where any does. */
  readonly value?: string;
}

/** TLS goes through to the backend. */
export const passThrough: readonly IngressAnnotation[] = data.passThrough;
/** TLS ends, and the controller calls the backend with TLS of its own. */
export const reencrypt: readonly IngressAnnotation[] = data.reencrypt;
/** The same, as an annotation of the Service. */
export const reencryptToService: readonly IngressAnnotation[] = data.reencryptToService;
/** Controllers that call a backend with TLS because of the port's number or the beginning of its name. */
export const reencryptByPort = data.reencryptByPort;
/** TLS ends with a certificate that is not named in `spec.tls`. */
export const certificates: readonly IngressAnnotation[] = data.certificates;
