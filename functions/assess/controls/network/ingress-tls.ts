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
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: INGRESS
  namespace: NAMESPACE
  annotations:
    alb.ingress.kubernetes.io/listen-ports: '[{"HTTP": 80}, {"HTTPS": 443}]'
    alb.ingress.kubernetes.io/ssl-redirect: "443"
    alb.ingress.kubernetes.io/certificate-arn: CERTIFICATE_ARN
spec:
  ingressClassName: alb
  tls:
    - hosts: [DOMAIN]
  rules:
    - host: DOMAIN
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: {name: SERVICE, port: {number: 80}}`,
    },
    {
      form: 'yaml',
      text: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: GATEWAY
  namespace: NAMESPACE
spec:
  gatewayClassName: GATEWAY_CLASS
  listeners:
    - name: https
      protocol: HTTPS
      port: 443
      tls:
        mode: Terminate
        certificateRefs:
          - name: CERTIFICATE_SECRET
    - name: http
      protocol: HTTP
      port: 80
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: ROUTE
  namespace: NAMESPACE
spec:
  parentRefs:
    - {name: GATEWAY, sectionName: https}
  hostnames: [DOMAIN]
  rules:
    - backendRefs:
        - {name: SERVICE, port: 80}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: to-https
  namespace: NAMESPACE
spec:
  parentRefs:
    - {name: GATEWAY, sectionName: http}
  rules:
    - filters:
        - type: RequestRedirect
          requestRedirect: {scheme: https, statusCode: 301}`,
    },
  ],
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
