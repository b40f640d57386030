import { control } from '../../../model/control.ts';
import type { ServiceAccount } from '../../../model/namespace-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts } from '../../../model/verdict.ts';

/**
 * Until Kubernetes 1.24 every ServiceAccount got a Secret NAME-token-XXXXX and listed it. Kubernetes
 * takes a token that is listed there for one of those, and since 1.30 deletes it a year after its last
 * use. Tokens that somebody makes by hand today are listed nowhere: to see them takes the right to
 * list Secrets, which the scanner does not ask for. What else is listed may be a token or not.
 */
export const legacyTokens = control({
  id: 'SEC-05',
  title: 'No ServiceAccount lists a legacy token, which never expires',
  domain: 'identity',
  severity: 'high',
  reachMax: 'namespace',
  rationale:
    'Whoever once read the token acts as the ServiceAccount from anywhere until somebody deletes the ' +
    'Secret, whatever happens to the pod.',
  remediation:
    'Move its users to tokens that expire: projected volumes in pods, kubectl create token outside. ' +
    'Then look at the label kubernetes.io/legacy-token-last-used and delete the Secret.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl get secrets --namespace NAMESPACE \\
  --label-columns kubernetes.io/legacy-token-last-used \\
  --field-selector type=kubernetes.io/service-account-token
kubectl delete secret TOKEN_SECRET --namespace NAMESPACE
kubectl patch serviceaccount SERVICE_ACCOUNT --namespace NAMESPACE --type=json \\
  --patch '[{"op":"remove","path":"/secrets"}]'`,
    },
    {
      form: 'yaml',
      text: `# In the pod, instead of the Secret: a token for one audience that the kubelet renews.
volumes:
  - name: token
    projected:
      sources:
        - serviceAccountToken: {path: token, audience: AUDIENCE, expirationSeconds: 3600}`,
    },
  ],
  subjectReads: ['serviceaccounts'],
  judgementReads: [],
  items: ({ serviceAccounts }: Snapshot) =>
    serviceAccounts.map((account) => ({
      subject: { kind: 'ServiceAccount', namespace: account.namespace, name: account.name },
      account,
    })),
  judge: ({ account }) => {
    const tokens = account.secrets.filter((secret) => isTokenOf(account, secret));
    const others = account.secrets.filter((secret) => !isTokenOf(account, secret));
    return judgeParts(
      {
        evidence: tokens.map((value) => ({ path: 'secrets', value })),
        missing: others.map((secret) => `the type of Secret ${secret}`),
      },
      'namespace',
    );
  },
});

/** The name of the account, and five letters and digits. Where the name is very long it is cut. */
function isTokenOf({ name }: ServiceAccount, secret: string): boolean {
  const prefix = `${name}-token-`;
  return secret.startsWith(prefix) && /^[a-z0-9]{5}$/.test(secret.slice(prefix.length));
}
