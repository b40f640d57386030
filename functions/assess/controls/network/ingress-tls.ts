import { control } from '../../../model/control.ts';
import type { Gateway, Ingress } from '../../../model/network-objects.ts';
import { routeReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type Subject, type Verdict } from '../../../model/verdict.ts';
import { gatewayPlainHttp } from '../../reach/tls/gateway-plain-http.ts';
import { ingressPlainHttp } from '../../reach/tls/ingress-plain-http.ts';

/**
 * Judged by what clients get: an answer over plain HTTP fails, a redirect to HTTPS does not. That a
 * load balancer is internal makes no difference, for the VPC is not the cluster. Settings of a
 * controller as a whole (ConfigMaps, IngressClassParams) are not read: where they can turn a
 * default around, the verdict is unknown, but for the defaults that ingress-nginx documents.
 */
export const ingressTls = control({
  id: 'NET-09',
  title: 'Every Ingress and Gateway answers over TLS alone',
  domain: 'network',
  severity: 'high',
  reachMax: 'namespace',
  rationale:
    'What is served as plain HTTP can be read and changed by anybody on the way, session cookies and ' +
    'passwords included.',
  remediation:
    'Give the Ingress a tls section for every host, at an ALB the annotations listen-ports with HTTPS ' +
    'and ssl-redirect. At a Gateway attach routes to the HTTPS listener by sectionName, and to the HTTP ' +
    'listener only a route that redirects.',
  snippets: [],
  subjectReads: ['ingresses', 'gateways.gateway.networking.k8s.io'],
  judgementReads: [],
  consultedReads: ['ingressclasses', 'services', 'pods', ...routeReadIds, 'namespaces'],
  items: ({ ingresses, gateways }): readonly Item[] => [
    ...ingresses.map((ingress) => ({ subject: subjectOf('Ingress', ingress), ingress })),
    ...gateways.map((gateway) => ({ subject: subjectOf('Gateway', gateway), gateway })),
  ],
  judge: (item, snapshot) => judgeItem(item, snapshot),
});

type Item = { readonly subject: Subject } & (
  | { readonly ingress: Ingress }
  | { readonly gateway: Gateway }
);

function subjectOf(kind: string, { namespace, name }: Ingress | Gateway): Subject {
  return { kind, namespace, name };
}

function judgeItem(item: Item, snapshot: Snapshot): Verdict | readonly Verdict[] {
  if ('gateway' in item) {
    return judgeParts(gatewayPlainHttp(snapshot, item.gateway), 'namespace');
  }
  const { rules, defaultBackend } = item.ingress;
  if (rules.length === 0 && defaultBackend === undefined) {
    return { outcome: 'notApplicable', why: 'it serves nothing' };
  }
  return judgeParts(ingressPlainHttp(snapshot, item.ingress), 'namespace');
}
