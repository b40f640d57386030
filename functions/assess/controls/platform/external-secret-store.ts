import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { gapsIn, gapText, notAmongManifests } from '../../../model/gaps.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown, type Verdict } from '../../../model/verdict.ts';
import { storeOperators, usesExternalStore, usesSecrets } from '../../platform/secret-stores.ts';
import { isRunByEks } from '../../pods/eks-add-ons.ts';
import { workloadItems } from '../../pods/workload-items.ts';

const sourceReads = [
  'externalsecrets.external-secrets.io',
  'secretproviderclasses.secrets-store.csi.x-k8s.io',
] as const;

/**
 * Whether there is a store, and not whether every Secret comes from it: that would need the Secrets.
 * A credential in the spec of a pod counts as a Secret, so that nobody gets out of this by writing
 * it there.
 */
export const externalSecretStore = control({
  id: 'SEC-04',
  title: 'Secrets come from an external store',
  domain: 'platform',
  severity: 'low',
  reachMax: 'cluster',
  rationale:
    'Secrets that live in the cluster alone are copied by hand, are not rotated, and leave no trace ' +
    'of who read them.',
  remediation:
    'Keep secrets in AWS Secrets Manager or another store, and let External Secrets Operator or the ' +
    'Secrets Store CSI driver bring them to the namespaces that need them.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: secrets-manager, namespace: NAMESPACE}
spec:
  provider:
    aws:
      service: SecretsManager
      region: REGION
      auth:
        jwt:
          serviceAccountRef: {name: SERVICE_ACCOUNT}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: SECRET, namespace: NAMESPACE}
spec:
  refreshInterval: 1h
  secretStoreRef: {kind: SecretStore, name: secrets-manager}
  target: {name: SECRET}
  dataFrom:
    - extract: {key: SECRET_ID}`,
    },
  ],
  subjectReads: [],
  judgementReads: [],
  consultedReads: [...sourceReads, 'pods', ...workloadReadIds],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => judgeCluster(snapshot),
});

function judgeCluster(snapshot: Snapshot): Verdict {
  if (usesExternalStore(snapshot)) return pass;
  const [gap, ...more] = gapsIn(snapshot, [...sourceReads, 'pods', ...workloadReadIds]);
  if (gap !== undefined) return unknown(gapText(gap), ...more.map(gapText));
  const users = workloadItems(snapshot).filter(({ pods }) =>
    pods.some((pod) => !isRunByEks(pod) && usesSecrets(pod)),
  );
  if (users.length === 0) return { outcome: 'notApplicable', why: 'no workload uses a Secret' };
  const [operator] = storeOperators(snapshot);
  if (operator !== undefined) return unknown(`which Secrets ${operator} fills`);
  // The manifests of an application seldom hold the operators of the cluster it goes to.
  if (snapshot.source === 'manifests')
    return unknown(
      notAmongManifests('externalsecrets.external-secrets.io', 'operators of external stores are'),
    );
  const value = `none, and ${users.length} workload${users.length === 1 ? ' uses' : 's use'} Secrets`;
  return judgeBy([{ path: 'secretSources', value }], 'cluster');
}
