import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { notAmongManifests } from '../../../model/gaps.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { imageVerification, imageVerificationReads } from '../../admission/policies-in-force.ts';

/** Which images a policy names is for its owner to say: judged is that one verifies any. */
export const imageSignatures = control({
  id: 'IMG-07',
  title: 'An admission policy verifies the signatures of images',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'Whoever can push to a registry can replace an image, and nothing tells it from the one that was ' +
    'built and tested.',
  remediation:
    'Sign images where they are built, and have an admission policy verify them: verifyImages of ' +
    'Kyverno with Enforce, or the policy-controller of Sigstore.',
  snippets: [
    {
      form: 'yaml',
      text:
        'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: verify-images\nspec:\n' +
        '  webhookConfiguration:\n    failurePolicy: Fail\n' +
        '  rules:\n    - name: signed-by-us\n' +
        '      match:\n        any:\n          - resources:\n              kinds: [Pod]\n' +
        '      verifyImages:\n        - imageReferences: ["REGISTRY/*"]\n' +
        '          failureAction: Enforce\n' +
        '          attestors:\n            - entries:\n                - keys:\n' +
        '                    publicKeys: |-\n                      PUBLIC_KEY',
    },
  ],
  subjectReads: [],
  judgementReads: [],
  consultedReads: imageVerificationReads,
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const { isInForce, missing } = imageVerification(snapshot);
    if (isInForce === 'yes') return pass;
    const [first, ...more] = missing;
    if (first !== undefined) return unknown(first, ...more);
    // The manifests of an application seldom hold what guards the cluster it goes to.
    if (snapshot.source === 'manifests')
      return unknown(
        notAmongManifests('validatingadmissionpolicies', 'what guards the cluster is'),
      );
    return judgeBy([{ path: 'admission.verifyImages', value: 'none in force' }], 'cluster');
  },
});
