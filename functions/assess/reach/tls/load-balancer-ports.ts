import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Service, ServicePort } from '../../../model/network-objects.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Backend, serviceTargets } from '../ways/service-backends.ts';
import { endsTls, loadBalancerAnnotation } from './ends-tls.ts';

/** What a load balancer speaks at a port, and why; `nothing` where nobody is behind it. */
export type PortSpeech = {
  readonly speaks: 'TLS' | 'plain text' | 'nothing' | 'undefined';
  readonly why: string;
};

/** Ports that clients take for HTTPS: by number, or by a name that says so. */
export function httpsPorts({ ports }: Service): readonly ServicePort[] {
  return ports.filter(
    ({ protocol, port, name = '' }) =>
      protocol === 'TCP' && (port === 443 || port === 8443 || name.startsWith('https')),
  );
}

/**
 * A load balancer without a certificate passes on what it gets, so that it is for the pods to end
 * TLS: they do by what the Service and the pods call their port.
 */
export function portSpeech(snapshot: Snapshot, service: Service, port: ServicePort): PortSpeech {
  if (endsTls(service, port)) return { speaks: 'TLS', why: 'it has a certificate' };
  const passed = passedSpeech(snapshot, service, port);
  const { loadBalancerClass } = service;
  if (passed.speaks !== 'plain text' || isOfAws(loadBalancerClass)) return passed;
  return { speaks: 'undefined', why: `whether loadBalancerClass ${loadBalancerClass} ends TLS` };
}

function isOfAws(loadBalancerClass: string | undefined): boolean {
  return [undefined, 'service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'].includes(loadBalancerClass);
}

/**
 * Cloud provider, backend-protocol: "Specifies the protocol spoken by the backend (pod) behind a
 * listener. [...] If set to `http` and `aws-load-balancer-ssl-cert` is not used then a HTTP
 * listener is used."
 */
function passedSpeech(snapshot: Snapshot, service: Service, port: ServicePort): PortSpeech {
  const protocol = loadBalancerAnnotation(service, 'backend-protocol');
  if (protocol === 'http') {
    return { speaks: 'plain text', why: 'no certificate, and backend-protocol is http' };
  }
  if (protocol === 'https' || protocol === 'ssl') {
    return { speaks: 'TLS', why: `backend-protocol is ${protocol}` };
  }
  const named = speechOf(`${port.targetPort}`);
  const why = `no certificate, and it leads to port ${port.targetPort}`;
  if (typeof port.targetPort === 'string' && named !== undefined) return { speaks: named, why };
  return behind(snapshot, service, port);
}

/** Of pods that were not read nothing is known; where there are none, nothing is sent. */
function behind(snapshot: Snapshot, service: Service, port: ServicePort): PortSpeech {
  const target = serviceTargets(snapshot, service).find((each) => each.port === port);
  const spoken = (target?.backends ?? []).flatMap(speechesAt);
  const [gap] = gapsIn(snapshot, ['pods', ...workloadReadIds, 'endpointslices']);
  const unread = gap && { speaks: 'undefined' as const, why: gapText(gap) };
  const plain = spoken.find(({ speaks }) => speaks === 'plain text');
  const open = spoken.find(({ speaks }) => speaks === 'undefined');
  const [first] = spoken;
  return plain ?? unread ?? open ?? first ?? { speaks: 'nothing', why: 'nobody is behind it' };
}

/** The name that a pod gives the port counts more than its number. */
function speechesAt({ pods, port }: Backend): readonly PortSpeech[] {
  const names = pods.flatMap(({ spec }) =>
    [...spec.containers, ...spec.initContainers]
      .flatMap(({ ports }) => ports)
      .filter(({ containerPort, protocol }) => containerPort === port && protocol === 'TCP')
      .flatMap(({ name }) => name ?? []),
  );
  const calls = names.length > 0 ? [...new Set(names)] : [''];
  return calls.map((name) => {
    const speaks = speechOf(name) ?? speechOf(`${port}`);
    const text = name === '' ? `port ${port}` : `port ${port} "${name}"`;
    return speaks === undefined
      ? { speaks: 'undefined', why: `whether pods end TLS at ${text}` }
      : { speaks, why: `no certificate, and it leads to ${text}` };
  });
}

/** Service Name and Port Number Registry of IANA: http, http-alt; https, pcsync-https. */
const numbers: Readonly<Record<string, 'TLS' | 'plain text'>> = {
  '80': 'plain text',
  '8008': 'plain text',
  '8080': 'plain text',
  '443': 'TLS',
  '8443': 'TLS',
};

function speechOf(port: string): 'TLS' | 'plain text' | undefined {
  const name = port.toLowerCase();
  if (/^https|tls|ssl/.test(name)) return 'TLS';
  if (/^http/.test(name)) return 'plain text';
  return Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}
