import type { Webhook } from '../../../model/admission-objects.ts';
import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, type Subject } from '../../../model/verdict.ts';
import { pods } from '../../admission/match-resources.ts';
import { engineOf, isWebhookOfEks } from '../../admission/policy-engines.ts';
import { engineWebhooks, sees } from '../../admission/webhooks.ts';

type Item = { readonly subject: Subject; readonly webhooks: readonly Webhook[] };

/**
 * Webhooks of policy engines that see workloads, and of any other product those that validate pods.
 * What EKS puts into the cluster itself is not its owner's to change.
 */
export const admissionFailClosed = control({
  id: 'ADM-04',
  title: 'Webhooks that check workloads let nothing through unchecked',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'With failurePolicy Ignore everything is admitted while the webhook is down or slow, which an ' +
    'attacker can wait for or bring about.',
  remediation:
    'Set failurePolicy: Fail in the values of the chart or the policy that the webhook is made from, ' +
    'run at least two replicas of what serves it, and leave kube-system out so that it can start.',
  snippets: [
    {
      form: 'kubectl',
      text:
        '# Gatekeeper\n' +
        'helm upgrade gatekeeper gatekeeper/gatekeeper --namespace gatekeeper-system --reuse-values \\\n' +
        '  --set validatingWebhookFailurePolicy=Fail\n' +
        '# Kyverno, which makes its webhooks from the policies\n' +
        'kubectl patch clusterpolicy POLICY --type=merge \\\n' +
        '  --patch \'{"spec": {"webhookConfiguration": {"failurePolicy": "Fail"}}}\'\n' +
        '# Any other: INDEX is the place of the webhook in its configuration, from 0\n' +
        'kubectl patch validatingwebhookconfiguration CONFIGURATION --type=json --patch \\\n' +
        '  \'[{"op": "replace", "path": "/webhooks/INDEX/failurePolicy", "value": "Fail"}]\'',
    },
  ],
  subjectReads: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  judgementReads: [],
  items: configurations,
  judge: ({ webhooks }) =>
    judgeBy(
      webhooks
        .filter(({ failurePolicy }) => failurePolicy === 'Ignore')
        .map(({ name }) => ({ path: `webhooks[name=${name}].failurePolicy`, value: 'Ignore' })),
      'cluster',
    ),
});

function configurations(snapshot: Snapshot): readonly Item[] {
  const checking = [
    ...engineWebhooks(snapshot).map(({ webhook }) => webhook),
    ...snapshot.webhooks.filter(
      (webhook) =>
        webhook.kind === 'ValidatingWebhookConfiguration' &&
        engineOf(webhook) === undefined &&
        sees(webhook, [pods]),
    ),
  ].filter((webhook) => !isWebhookOfEks(webhook));
  const subjects = new Map(
    checking.map(({ kind, configuration }) => [
      `${kind} ${configuration}`,
      { kind, name: configuration },
    ]),
  );
  return [...subjects.values()].map((subject) => ({
    subject,
    webhooks: checking.filter(
      ({ kind, configuration }) => kind === subject.kind && configuration === subject.name,
    ),
  }));
}
