import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Detector } from '../../../model/platform-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type PartsFound } from '../../../model/verdict.ts';

/**
 * GuardDuty has a stream of the audit log of its own, whatever the log types of the cluster are. To
 * see what nodes run it needs its agent, an add-on that it installs itself (EKS_ADDON_MANAGEMENT) or
 * somebody else does; a tag on the cluster keeps it out, so that the agent counts and not the switch.
 * A detector that is missing lacks both, so that making one never adds a finding.
 */
export const threatDetection = control({
  id: 'CP-11',
  title: 'GuardDuty watches the audit log and the nodes of the cluster',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'Nobody is told when a stolen token reads Secrets, or when a container starts a miner or a ' +
    'reverse shell.',
  remediation:
    'Enable GuardDuty in the region with EKS audit log monitoring, and Runtime Monitoring with the ' +
    'agent for EKS managed by GuardDuty. In an organization its GuardDuty administrator does it.',
  snippets: [
    {
      form: 'aws',
      text: `aws guardduty update-detector --region REGION --detector-id DETECTOR_ID --enable --features '[
  {"Name":"EKS_AUDIT_LOGS","Status":"ENABLED"},
  {"Name":"RUNTIME_MONITORING","Status":"ENABLED","AdditionalConfiguration":[
    {"Name":"EKS_ADDON_MANAGEMENT","Status":"ENABLED"}]}]'`,
    },
    {
      form: 'cdk',
      text: `import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';

new CfnDetector(this, 'Detector', {
  enable: true,
  features: [
    { name: 'EKS_AUDIT_LOGS', status: 'ENABLED' },
    {
      name: 'RUNTIME_MONITORING',
      status: 'ENABLED',
      additionalConfiguration: [{ name: 'EKS_ADDON_MANAGEMENT', status: 'ENABLED' }],
    },
  ],
});`,
    },
  ],
  subjectReads: [],
  judgementReads: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  consultedReads: ['daemonsets', 'eks:ListAddons', 'eks:DescribeAddon'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const detector = snapshot.detectors.find(({ status }) => status === 'ENABLED');
    const parts = [auditLogOf(detector), runtimeOf(detector, snapshot)];
    return judgeParts(
      {
        evidence: parts.flatMap(({ evidence }) => evidence),
        missing: parts.flatMap(({ missing }) => missing),
      },
      'cluster',
    );
  },
});

function auditLogOf(detector: Detector | undefined): PartsFound {
  return isOn(detector, ['EKS_AUDIT_LOGS']) ? nothing : lackOf('EKS_AUDIT_LOGS', detector);
}

/** EKS_RUNTIME_MONITORING is what it was called while it knew nothing but EKS. */
function runtimeOf(detector: Detector | undefined, snapshot: Snapshot): PartsFound {
  const names = ['RUNTIME_MONITORING', 'EKS_RUNTIME_MONITORING'];
  if (!isOn(detector, names)) return lackOf('RUNTIME_MONITORING', detector);
  if (hasAgent(snapshot)) return nothing;
  const gaps = gapsIn(snapshot, ['daemonsets', 'eks:ListAddons', 'eks:DescribeAddon']);
  if (gaps.length > 0) return { evidence: [], missing: gaps.map(gapText) };
  const path = featurePath('RUNTIME_MONITORING');
  return { evidence: [{ path, value: 'ENABLED, but the cluster has no agent' }], missing: [] };
}

const agent = 'aws-guardduty-agent';

function hasAgent({ addons, workloads }: Snapshot): boolean {
  return (
    addons.some(({ name }) => name === agent) ||
    workloads.some(({ kind, name }) => kind === 'DaemonSet' && name === agent)
  );
}

function isOn(detector: Detector | undefined, names: readonly string[]): boolean {
  const features = detector?.features ?? [];
  return features.some(({ name, status }) => names.includes(name) && status === 'ENABLED');
}

const nothing: PartsFound = { evidence: [], missing: [] };

function lackOf(feature: string, detector: Detector | undefined): PartsFound {
  const value = detector === undefined ? 'no enabled detector in the region' : 'DISABLED';
  return { evidence: [{ path: featurePath(feature), value }], missing: [] };
}

function featurePath(feature: string): string {
  return `detector.features[name=${feature}].status`;
}
