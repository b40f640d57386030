const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';

type Annotated = { readonly annotations: Readonly<Record<string, string>> };
type Port = { readonly port: number; readonly name?: string | undefined };

/**
 * Whether a load balancer of AWS ends TLS at one of its ports. Cloud provider and AWS Load Balancer
 * Controller: the annotation ssl-cert gives it a certificate, and ssl-ports names the ports, by
 * number or name, that use it; without that all do.
 */
export function endsTls(object: Annotated, { port, name }: Port): boolean {
  if (loadBalancerAnnotation(object, 'ssl-cert') === undefined) return false;
  const listed = (loadBalancerAnnotation(object, 'ssl-ports') ?? '').trim();
  if (listed === '' || listed === '*') return true;
  const ports = listed.split(',').map((item) => item.trim().toLowerCase());
  return ports.includes(`${port}`) || (name !== undefined && ports.includes(name.toLowerCase()));
}

/** `ssl-cert` for `service.beta.kubernetes.io/aws-load-balancer-ssl-cert`. */
export function loadBalancerAnnotation({ annotations }: Annotated, name: string) {
  const key = `${prefix}${name}`;
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}
