import { control } from '../../../model/control.ts';
import { judgeBy } from '../../../model/verdict.ts';

/**
 * Any address may stand there, and every node then takes what pods and nodes send to it for the
 * Service: CVE-2020-8554, "a design flaw that cannot be mitigated without user-facing changes".
 * That is so for every type of Service, whether the network brings the address to a node or not.
 */
export const serviceExternalIps = control({
  id: 'NET-11',
  title: 'No Service takes external IP addresses for itself',
  domain: 'network',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Whoever may create a Service with externalIPs takes over what pods and nodes send to these ' +
    'addresses, be they of a database or of the internet (CVE-2020-8554).',
  remediation:
    'Remove externalIPs from the Service and use a load balancer, and refuse the field at admission ' +
    'with a ValidatingAdmissionPolicy or the admission plugin DenyServiceExternalIPs.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl patch service SERVICE --namespace NAMESPACE --type=json \\
  --patch '[{"op":"remove","path":"/spec/externalIPs"}]'`,
    },
    {
      form: 'yaml',
      text: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: no-external-ips
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [services]
  validations:
    - expression: "!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0"
      message: A Service takes no external IP addresses for itself.
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: no-external-ips
spec:
  policyName: no-external-ips
  validationActions: [Deny]`,
    },
  ],
  subjectReads: ['services'],
  judgementReads: [],
  items: ({ services }) =>
    services.map(({ namespace, name, externalIPs }) => ({
      subject: { kind: 'Service', namespace, name },
      externalIPs,
    })),
  judge: ({ externalIPs }) =>
    judgeBy(
      externalIPs.map((value) => ({ path: 'spec.externalIPs', value })),
      'cluster',
    ),
});
