import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import {
  exemption,
  inhabitedNamespaces,
  inhabitedReads,
  labelsOf,
} from '../../admission/application-namespaces.ts';

/**
 * Keys that name people, whatever their prefix. app.kubernetes.io/managed-by names a tool, part-of
 * and name an application.
 */
const ownerKeys: ReadonlySet<string> = new Set([
  'owner',
  'owners',
  'owned-by',
  'owner-team',
  'team',
  'team-name',
  'squad',
  'tenant',
  'contact',
  'maintainer',
]);

export const namespaceOwners = control({
  id: 'NS-06',
  title: 'Every application namespace names its owner',
  domain: 'platform',
  severity: 'low',
  reachMax: 'nothing',
  rationale:
    'Nobody knows whom to tell about a finding or an incident in the namespace, so it is mended late ' +
    'or not at all.',
  remediation:
    'Label the namespace with the team that answers for it, such as owner=TEAM, and have an admission ' +
    'policy ask for the label.',
  snippets: [{ form: 'kubectl', text: 'kubectl label namespace NAMESPACE owner=TEAM' }],
  subjectReads: inhabitedReads,
  judgementReads: [],
  items: inhabitedNamespaces,
  judge: ({ namespace }, snapshot) => {
    const exempt = exemption(namespace);
    if (exempt !== undefined) return exempt;
    const isNamed = Object.entries(namespace.labels).some(
      ([key, value]) => value !== '' && ownerKeys.has(lastPart(key)),
    );
    if (isNamed) return pass;
    if (namespace.isImplied) return unknown(labelsOf(namespace, snapshot));
    return judgeBy([{ path: 'labels.owner', value: 'no label names an owner' }], 'nothing');
  },
});

/** `acme.com/Owner` and `owner` are the same to people. */
function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).toLowerCase();
}
