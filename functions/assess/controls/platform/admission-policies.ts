import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { notAmongManifests } from '../../../model/gaps.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { policyReads, refusingPolicies } from '../../admission/policies-in-force.ts';

/**
 * The labels of Pod Security Admission do not count here: their three levels cannot say what a
 * registry, a label or a host of an organisation is.
 */
export const admissionPolicies = control({
  id: 'ADM-03',
  title: 'Admission policies refuse workloads that break the rules of the organisation',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'Rules that nothing enforces hold only for those who keep them, and a manifest that breaks them ' +
    'runs like any other.',
  remediation:
    'Write a ValidatingAdmissionPolicy for workloads and bind it with validationActions: [Deny], or ' +
    'run Kyverno or Gatekeeper with policies that enforce.',
  snippets: [
    {
      form: 'yaml',
      text:
        'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\n' +
        'metadata:\n  name: images-of-our-registry\nspec:\n  failurePolicy: Fail\n' +
        '  matchConstraints:\n    resourceRules:\n' +
        '      - apiGroups: [""]\n        apiVersions: [v1]\n' +
        '        operations: [CREATE, UPDATE]\n        resources: [pods, pods/ephemeralcontainers]\n' +
        '  validations:\n    - expression: >-\n' +
        "        object.spec.containers.all(c, c.image.startsWith('REGISTRY/')) &&\n" +
        '        object.spec.?initContainers.orValue([])\n' +
        "        .all(c, c.image.startsWith('REGISTRY/')) &&\n" +
        '        object.spec.?ephemeralContainers.orValue([])\n' +
        "        .all(c, c.image.startsWith('REGISTRY/'))\n" +
        '      message: Images come from REGISTRY.\n' +
        '---\n' +
        'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n' +
        'metadata:\n  name: images-of-our-registry\nspec:\n' +
        '  policyName: images-of-our-registry\n  validationActions: [Deny]\n' +
        '  matchResources:\n    namespaceSelector:\n      matchExpressions:\n' +
        '        - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}',
    },
  ],
  subjectReads: [],
  judgementReads: [],
  consultedReads: policyReads,
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const { isInForce, missing } = refusingPolicies(snapshot);
    if (isInForce === 'yes') return pass;
    const [first, ...more] = missing;
    if (first !== undefined) return unknown(first, ...more);
    // The manifests of an application seldom hold what guards the cluster it goes to.
    if (snapshot.source === 'manifests')
      return unknown(
        notAmongManifests('validatingadmissionpolicies', 'what guards the cluster is'),
      );
    return judgeBy(
      [{ path: 'admission.policies', value: 'none that refuses workloads' }],
      'cluster',
    );
  },
});
