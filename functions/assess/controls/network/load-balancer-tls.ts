import { control } from '../../../model/control.ts';
import type { Service } from '../../../model/network-objects.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type Verdict } from '../../../model/verdict.ts';
import { httpsPorts, portSpeech } from '../../reach/tls/load-balancer-ports.ts';

/**
 * CIS 5.4.5 asks for certificates at load balancers, and tools look for the annotation ssl-cert.
 * That it is absent is no fault by itself: a load balancer that passes TLS on to pods that end it
 * needs no certificate. What fails is a port that clients take for HTTPS and that nobody encrypts:
 * the load balancer has no certificate for it, and what it leads to is plain HTTP by the annotation
 * backend-protocol, by the name of the port, or by its registered number. Where none of these
 * tells, it is unknown. Ports for plain HTTP are another matter.
 */
export const loadBalancerTls = control({
  id: 'NET-08',
  title: 'Load balancers encrypt the ports that they serve as HTTPS',
  domain: 'network',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'A port 443 that leads to plain HTTP sends passwords and data in the clear where everybody ' +
    'expects them to be encrypted.',
  remediation:
    'Give the Service the annotation service.beta.kubernetes.io/aws-load-balancer-ssl-cert, with the ' +
    'port in aws-load-balancer-ssl-ports, or send the port to one at which the pods end TLS.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: v1
kind: Service
metadata:
  name: SERVICE
  namespace: NAMESPACE
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-ssl-cert: CERTIFICATE_ARN
    service.beta.kubernetes.io/aws-load-balancer-ssl-ports: "443"
spec:
  type: LoadBalancer
  selector: {app: WORKLOAD}
  ports:
    - {name: https, protocol: TCP, port: 443, targetPort: 8080}`,
    },
    {
      form: 'kubectl',
      text: `kubectl annotate --overwrite service SERVICE --namespace NAMESPACE \\
  service.beta.kubernetes.io/aws-load-balancer-ssl-cert=CERTIFICATE_ARN \\
  service.beta.kubernetes.io/aws-load-balancer-ssl-ports=443`,
    },
    {
      form: 'aws',
      text: 'aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS',
    },
    {
      form: 'cdk',
      text: `import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';

new Certificate(this, 'Certificate', {
  domainName: 'DOMAIN',
  validation: CertificateValidation.fromDns(),
});`,
    },
  ],
  subjectReads: ['services'],
  judgementReads: [],
  consultedReads: ['pods', ...workloadReadIds, 'endpointslices'],
  items: ({ services }) =>
    services
      .filter(({ type }) => type === 'LoadBalancer')
      .map((service) => ({
        subject: { kind: 'Service', namespace: service.namespace, name: service.name },
        service,
      })),
  judge: ({ service }, snapshot) => judgeService(service, snapshot),
});

function judgeService(service: Service, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const spoken = httpsPorts(service).map((port) => ({
    path: `spec.ports[port=${port.port}]`,
    ...portSpeech(snapshot, service, port),
  }));
  if (spoken.every(({ speaks }) => speaks === 'nothing')) {
    return { outcome: 'notApplicable', why: 'it serves nothing as HTTPS' };
  }
  const plain = spoken.filter(({ speaks }) => speaks === 'plain text');
  const open = spoken.filter(({ speaks }) => speaks === 'undefined');
  return judgeParts(
    {
      evidence: plain.map(({ path, why }) => ({ path, value: why })),
      missing: open.map(({ why }) => why),
    },
    'namespace',
  );
}
