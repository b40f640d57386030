import { describe, expect, test } from '@jest/globals';
import { detectedProfile } from '../functions/assess/reach/profiles/detect.ts';
import { possibleEngines } from '../functions/assess/reach/profiles/possible-engines.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const daemonSet = (name: string, namespace = 'kube-system') => ({
  kind: 'DaemonSet',
  name,
  namespace,
});
const awsNode = daemonSet('aws-node');
const calicoNode = daemonSet('calico-node', 'calico-system');
const agent = { vpcCniNodeAgent: { enableNetworkPolicy: true } };
const controller = { vpcCniConfig: { enableNetworkPolicyController: true } };
const autoMode = { eksCluster: { isAutoMode: true } };
const unlisted = { gaps: [{ read: 'daemonsets', reason: 'forbidden', detail: 'no' }] };

type Case = {
  readonly cluster: object;
  readonly profile: string;
  readonly doubts?: number;
  readonly engines: readonly string[];
};

const cases: Readonly<Record<string, Case>> = {
  'the VPC CNI, where agent and controller are on': {
    cluster: { workloads: [awsNode], ...agent, ...controller },
    profile: 'aws-vpc-cni open',
    engines: ['aws-vpc-cni'],
  },
  'Cilium in manifests without its configuration, with what is missing': {
    cluster: { source: 'manifests', workloads: [daemonSet('cilium')] },
    profile: 'cilium open',
    doubts: 1,
    engines: ['none', 'aws-vpc-cni', 'calico', 'cilium'],
  },
  'no engine, where the controller is not configured': {
    cluster: { workloads: [awsNode], ...agent },
    profile: 'spec open',
    engines: ['none'],
  },
  'the strict mode of the agent': {
    cluster: {
      workloads: [awsNode],
      vpcCniNodeAgent: { ...agent.vpcCniNodeAgent, enforcingMode: 'strict' },
      ...controller,
    },
    profile: 'aws-vpc-cni closed',
    engines: ['aws-vpc-cni'],
  },
  'Auto Mode without a DaemonSet': {
    cluster: { ...autoMode, ...controller },
    profile: 'aws-vpc-cni open',
    engines: ['aws-vpc-cni'],
  },
  'a doubt, where NodeClasses of Auto Mode differ': {
    cluster: {
      ...autoMode,
      ...controller,
      nodeClasses: [{ name: 'one', networkPolicy: 'DefaultDeny' }, { name: 'other' }],
    },
    profile: 'aws-vpc-cni open',
    doubts: 1,
    engines: ['aws-vpc-cni'],
  },
  'Calico on nodes of Auto Mode without a controller': {
    cluster: { ...autoMode, workloads: [calicoNode] },
    profile: 'calico open',
    engines: ['calico'],
  },
  'the specification, where two engines enforce at once': {
    cluster: { workloads: [calicoNode, daemonSet('cilium')], ciliumConfig: {} },
    profile: 'spec open',
    engines: ['calico+cilium'],
  },
  'a doubt, where a second engine may enforce': {
    cluster: { workloads: [calicoNode, awsNode], vpcCniNodeAgent: {}, ...controller },
    profile: 'spec open',
    doubts: 1,
    engines: ['calico', 'calico+aws-vpc-cni'],
  },
  'a Cilium that denies what no policy selects': {
    cluster: { workloads: [daemonSet('cilium')], ciliumConfig: { enablePolicy: 'always' } },
    profile: 'cilium closed',
    engines: ['cilium'],
  },
  'no engine, where Cilium never enforces': {
    cluster: { workloads: [daemonSet('cilium')], ciliumConfig: { enablePolicy: 'never' } },
    profile: 'spec open',
    engines: ['none'],
  },
  'what may be there, where DaemonSets are not listed': {
    cluster: { ...unlisted, eksCluster: {} },
    profile: 'spec open',
    doubts: 2,
    engines: ['none', 'calico', 'cilium', 'calico+cilium'],
  },
};

describe('a cluster shows', () => {
  test.each(Object.entries(cases))('%s', (_, { cluster, profile, doubts = 0, engines }) => {
    const snapshot = snapshotOf(cluster);
    const detected = detectedProfile(snapshot);
    expect(`${detected.profile.name} ${detected.profile.unselectedPods}`).toBe(profile);
    expect(detected.doubts).toHaveLength(doubts);
    const found = possibleEngines(snapshot).possibilities.map(({ engines: set }) => set.join('+'));
    expect(found.map((set) => set || 'none')).toEqual(engines);
  });
});
