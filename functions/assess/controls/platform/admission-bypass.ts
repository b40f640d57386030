import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Namespace, Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type Subject, type Verdict } from '../../../model/verdict.ts';
import { exemption, inhabitedNamespaces } from '../../admission/application-namespaces.ts';
import { needsLabels } from '../../admission/namespace-selector.ts';
import { type EngineWebhook, engineWebhooks } from '../../admission/webhooks.ts';

type Item = {
  readonly subject: Subject;
  readonly gates: readonly EngineWebhook[];
  /** Absent for a gate that is judged on its own. */
  readonly namespace?: Namespace;
};

/**
 * Judged are webhooks that all requests for an engine go through. Where each policy has a webhook,
 * its selectors are those of the policy, which says whom it is for.
 */
export const admissionBypass = control({
  id: 'ADM-05',
  title: 'No label and no namespace keeps workloads away from the policy engine',
  domain: 'platform',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Whoever creates an object chooses its labels, and whoever works in an exempt namespace is bound ' +
    'by no policy at all.',
  remediation:
    'Remove objectSelector and matchConditions from the webhook, and take the namespace out of the ' +
    'exemptions of its namespaceSelector. Exempt single workloads in a policy or a PolicyException, ' +
    'where somebody reviews it.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl get validatingwebhookconfiguration CONFIGURATION --output yaml\n' +
        'kubectl label namespace NAMESPACE admission.gatekeeper.sh/ignore-',
    },
    {
      form: 'yaml',
      text:
        '# Values of the chart of Kyverno.\nconfig:\n  webhooks:\n    namespaceSelector:\n' +
        '      matchExpressions:\n        - key: kubernetes.io/metadata.name\n' +
        '          operator: NotIn\n          values: [kube-system]',
    },
  ],
  subjectReads: ['validatingwebhookconfigurations', 'namespaces', 'pods', ...workloadReadIds],
  judgementReads: [],
  items,
  judge: ({ gates, namespace }) =>
    namespace === undefined ? judgeGates(gates) : judgeNamespace(gates, namespace),
});

function items(snapshot: Snapshot): readonly Item[] {
  const gates = engineWebhooks(snapshot).filter(({ isGate, seesPods }) => isGate && seesPods);
  const byConfiguration = Map.groupBy(gates, ({ webhook }) => webhook.configuration);
  const namespaces = inhabitedNamespaces(snapshot).map((item) => ({
    ...item,
    // An engine leaves out where it runs itself, so that it can start.
    gates: gates.filter(({ webhook }) => webhook.service?.namespace !== item.namespace.name),
  }));
  return [
    ...[...byConfiguration].map(([name, held]) => ({
      subject: { kind: 'ValidatingWebhookConfiguration', name },
      gates: held,
    })),
    ...namespaces.filter((item) => item.gates.length > 0),
  ];
}

function judgeGates(gates: readonly EngineWebhook[]): readonly Verdict[] {
  const selecting = gates.filter(({ webhook }) => needsLabels(webhook.objectSelector));
  const conditional = gates.filter(({ webhook }) => webhook.matchConditions > 0);
  return judgeParts(
    {
      evidence: selecting.map(({ webhook }) => ({
        path: `webhooks[name=${webhook.name}].objectSelector`,
        value: 'labels of the object decide',
      })),
      missing: conditional.map(
        ({ webhook }) => `webhooks[name=${webhook.name}].matchConditions: not evaluated`,
      ),
    },
    'cluster',
  );
}

/** One finding for an engine, however many webhooks it has. */
function judgeNamespace(
  gates: readonly EngineWebhook[],
  namespace: Namespace,
): Verdict | readonly Verdict[] {
  const exempt = exemption(namespace);
  if (exempt !== undefined) return exempt;
  const judged = gates.map(({ engine, webhook, seesPodsIn }) => ({
    path: `admission[${engine.title}].namespaceSelector`,
    name: webhook.name,
    isSeen: seesPodsIn(namespace),
  }));
  return judgeParts(
    {
      evidence: judged
        .filter(({ isSeen }) => isSeen === 'no')
        .map(({ path, name }) => ({ path, value: `${name} leaves the namespace out` })),
      missing: judged
        .filter(({ isSeen }) => isSeen === 'undefined')
        .map(({ name }) => `whether webhook ${name} is asked in the namespace`),
    },
    'namespace',
  );
}
